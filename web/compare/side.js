// Beside the chart: would failing over have helped, the figures of the window, and the endpoints.

import {el, svg} from '../dom.js';
import {NONE, THIN, duration, figure, integer, milliseconds, percent} from '../format.js';
import {lostText, unmeasuredSeconds, withinText} from '../report/model.js';
import {actionLink} from '../report/tools.js';
import {addressOf, reportAddress} from './address.js';
import {failoverWords} from './words.js';

const QUANTILES = [['min', 'min'], ['p25', 'p25'], ['median', 'p50'], ['p75', 'p75'], ['p95', 'p95'], ['p99', 'p99'],
                   ['max', 'max']];

function share(ratio) {
  if (ratio == null) return NONE;
  const text = (ratio * 100).toFixed(1);
  return `${text === '100.0' ? (ratio < 1 ? '>99.9' : '100') : text}%`;
}

// All are measured with the same limit: at each time, the strictest of all members.
function withinRow(shown) {
  const [first] = shown.filter(({within}) => within !== null);
  return first ? [[withinText(first.within), ({within}) => share(within?.ratio)]] : [];
}

// [name, value of a member, strong]
function rowsOf(comparison) {
  const missing = (member) => (unmeasuredSeconds(member) > 0 ? duration(unmeasuredSeconds(member), {coarse: true}) : 'none');
  const pops = comparison.shown.some((member) => member.pops.length > 0);
  return [
    ...QUANTILES.map(([name, column]) => [name, ({window}) => milliseconds(window[column]), name === 'median']),
    ['jitter', ({window}) => milliseconds(window.jitter)],
    ...withinRow(comparison.shown),
    ['lost', ({window}) => percent(window.loss_ratio)],
    ['samples', ({window}) => integer(window.sent)],
    ['bad minutes', (member) => integer(comparison.bad(member)), true],
    ['not measured', missing],
    ...(pops ? [['last PoP', (member) => member.pops[member.pops.length - 1]?.code ?? NONE]] : []),
  ];
}

function figureTable(comparison, state) {
  const {shown} = comparison;
  return el('table', {class: 'figures compare-figures'}, el('caption', {class: 'sr'}, 'Figures of the window'),
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, el('span', {class: 'quiet'}, 'ms')), shown.map((member) =>
      el('th', {scope: 'col'}, el('i', {class: `key-${member.tone}`, 'aria-hidden': 'true'}), ' ',
         el('a', {href: reportAddress(state, {connection: member.connection, prefix: member.prefix ?? member.prefixes[0]}),
                  title: `Report of ${member.connection}`}, member.name))))),
    el('tbody', {}, rowsOf(comparison).map(([name, value, strong]) => el('tr', {class: strong ? 'strong' : null},
      el('th', {scope: 'row'}, name), shown.map((member) => el('td', {}, value(member)))))));
}

const WIDE = 170;

// Median with a line to p95: a round mark above for the first, a diamond below for the second.
function dumbbell({endpoint, figures}, shown, top) {
  const x = (value) => 4 + Math.min(value / top, 1) * (WIDE - 8);
  const parts = shown.map((member) => ({member, values: figures(member)})).filter(({values}) => values?.p50 != null);
  const words = parts.map(({member, values}) => `${member.name} ${milliseconds(values.p50)}, p95 ${milliseconds(values.p95)}`);
  return svg('svg', {class: 'dumbbell', viewBox: `0 0 ${WIDE} 22`, role: 'img', 'aria-label': `${endpoint}: ${words.join('; ')} ms`},
    svg('line', {class: 'dumbbell-base', x1: 0, x2: WIDE, y1: 21.5, y2: 21.5}),
    parts.map(({member, values}) => {
      const y = member.tone === 'a' ? 7 : 15;
      const at = x(values.p50);
      return [
        svg('line', {class: `dumbbell-${member.tone}`, x1: at, x2: x(values.p95), y1: y, y2: y}),
        member.tone === 'a' ? svg('circle', {class: 'dot-a', cx: at, cy: y, r: 3.6})
          : svg('path', {class: 'dot-b', d: `M${at} ${y - 4.2}l4.2 4.2-4.2 4.2-4.2-4.2z`}),
      ];
    }));
}

function endpointRow(one, {shown}, state, {top, go}) {
  const next = {...state, endpoint: state.endpoint === one.endpoint ? '' : one.endpoint};
  return el('tr', {'aria-current': state.endpoint === one.endpoint ? 'true' : null},
    el('th', {scope: 'row'}, actionLink(addressOf(next), () => go(next), {}, one.endpoint)),
    el('td', {class: 'dumbbell-cell'}, dumbbell(one, shown, top)),
    shown.map((member) => {
      const values = one.figures(member);
      const lost = values && values.lost > 0 ? `, lost ${lostText(values.lost, values.received)}` : '';
      return el('td', {title: values ? `${member.name}: p95 ${milliseconds(values.p95)} ms${lost}` : 'not measured'}, milliseconds(values?.p50));
    }));
}

function endpointTable(comparison, state, go) {
  const {endpoints, shown} = comparison;
  const highest = endpoints.flatMap(({figures}) => shown.map((member) => figures(member)?.p95 ?? 0));
  const top = Math.max(...highest, 1) * 1.05;
  return [el('p', {class: 'quiet'}, `median, with a line to p95; 0 to ${figure(top / 1000)}${THIN}ms`),
    el('table', {class: 'compare-endpoints'}, el('caption', {class: 'sr'}, 'Endpoints: medians in milliseconds'),
      el('thead', {class: 'sr'}, el('tr', {}, ['Endpoint', 'Median and p95', ...shown.map(({name}) => name)].map((name) => el('th', {scope: 'col'}, name)))),
      el('tbody', {}, endpoints.map((one) => endpointRow(one, comparison, state, {top, go}))))];
}

export function fillSide(node, comparison, state, go) {
  const section = (title, look, ...content) => el('section', {class: look}, el('h2', {}, title), content);
  node.replaceChildren(
    section('Would failover have helped?', 'failover', failoverWords(comparison)),
    section('Figures of the window', 'window-figures', figureTable(comparison, state)),
    comparison.endpoints.length > 0 ? section('By endpoint', 'by-endpoint', endpointTable(comparison, state, go)) : '');
}
