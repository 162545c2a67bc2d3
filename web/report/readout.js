// The figures under the cursor, in a line that does not move; a screen reader announces them at most once a
// second.

import {el, setText} from '../dom.js';
import {THIN, lossRatio, milliseconds, percent, said} from '../format.js';
import {dateTime} from '../chart/frame.js';
import {wordOf} from '../marks.js';
import {isRouteEvent} from '../routes/event_pairs.js';
import {routesLink} from '../routes/model.js';
import {lostText, spanAt} from './model.js';

const SPOKEN_MILLISECONDS = 1000;

const QUANTILES = [['min', 'min'], ['p5', 'p5'], ['p25', 'p25'], ['median', 'p50'], ['p75', 'p75'], ['p95', 'p95'],
                   ['max', 'max']];

function latencyPairs({columns}, index) {
  return QUANTILES.map(([name, column], place) =>
    [name, milliseconds(columns[column][index]), place === QUANTILES.length - 1 ? 'ms' : null]);
}

// [name, value, unit] of a point, or the reason why there is none.
export function pointPairs(model, index) {
  const {columns} = model;
  const time = model.timeAt(index);
  const pairs = [];
  if (columns.p50[index] == null) {
    const gap = spanAt(model.gaps, time);
    pairs.push([null, gap ? `not measured: ${gap.text}` : columns.sent[index] > 0 ? 'no answer' : 'not measured', null]);
  } else {
    pairs.push(...latencyPairs(model, index));
  }
  const lost = columns.lost[index];
  const received = columns.received[index];
  if (lost + received > 0) {
    pairs.push(['lost', lostText(lost, received), lost > 0 ? percent(lossRatio(lost, received)) : null]);
  }
  const pop = spanAt(model.pops, time);
  if (pop) pairs.push(['PoP', pop.code, null]);
  const state = spanAt(model.states, model.middleOf(index));
  if (state && state.result !== 'Pass') pairs.push([null, [wordOf(state.result), said(state.reason)].filter(Boolean).join(': '), null]);
  if (spanAt(model.maintenance, time)) pairs.push([null, 'announced maintenance', null]);
  return pairs;
}

const KEYS = [['median', 'key-median'], ['p25 to p75', 'key-mid'], ['p5 to p95', 'key-band'], ['min', 'key-min'],
              ['fibre minimum', 'key-floor'], ['not measured', 'key-hatch']];

const legend = () => el('span', {class: 'legend', 'aria-hidden': 'true'},
                        KEYS.map(([name, look]) => el('span', {}, el('i', {class: look}), name)));

// `show(model, index, {resting, pinned, events, speak})`; `resting`: there is no cursor, so there is room for the
// legend.
export function makeReadout() {
  const line = el('div', {class: 'readout-line'});
  const spoken = el('div', {class: 'sr', role: 'status', 'aria-live': 'polite'});
  const keys = legend();
  const node = el('div', {class: 'readout'}, line, keys, spoken);
  let timer = 0;

  const show = (model, index, {resting = false, pinned = false, events = [], speak = false} = {}) => {
    keys.hidden = !resting;
    const pairs = pointPairs(model, index);
    events.forEach((event) => pairs.push([null, said(event.summary), null, isRouteEvent(event) && routesLink(model.connection, model.prefix)]));
    const time = dateTime(model.timeAt(index));
    line.replaceChildren(
      el('b', {class: 'readout-time'}, time), pinned ? el('span', {class: 'pinned'}, 'pinned') : '',
      ...pairs.map(([name, value, unit, href]) => el('span', {class: name ? null : 'readout-text'},
        name ? [el('span', {class: 'quiet'}, name), ' '] : null, el('b', {}, href ? el('a', {href}, value) : value),
        unit ? el('span', {class: 'quiet'}, `${THIN}${unit}`) : null)));
    line.title = events.map(({summary}) => summary).join('\n');
    if (!speak) return;
    clearTimeout(timer);
    const text = `${time}: ${pairs.map(([name, value, unit]) => [name, value, unit].filter(Boolean).join(' ')).join(', ')}`;
    timer = setTimeout(() => setText(spoken, text), SPOKEN_MILLISECONDS);
  };
  return {node, show, clear: () => line.replaceChildren()};
}
