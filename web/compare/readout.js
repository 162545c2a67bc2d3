// The figures of both under the cursor, in a line that does not move; a screen reader announces them at most
// once a second.

import {el, setText} from '../dom.js';
import {NONE, THIN, milliseconds} from '../format.js';
import {dateTime} from '../chart/frame.js';
import {lostText, spanAt} from '../report/model.js';

const SPOKEN_MILLISECONDS = 1000;

export const differenceText = (value) => {
  if (value == null) return NONE;
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${milliseconds(Math.abs(value))}`;
};

// Why a member has no median at a point.
export function absence(member, index) {
  const gap = spanAt(member.gaps, member.timeAt(index));
  if (gap) return `not measured: ${gap.text}`;
  return member.columns.sent[index] > 0 ? 'no answer' : 'not measured';
}

function memberParts(member, index) {
  const {columns} = member;
  const [lost, received] = [columns.lost[index], columns.received[index]];
  if (columns.p50[index] == null) return {value: absence(member, index), rest: lost + received > 0 ? `lost ${lostText(lost, received)}` : ''};
  return {value: milliseconds(columns.p50[index]), rest: `p95 ${milliseconds(columns.p95[index])}, lost ${lostText(lost, received)}`};
}

const legend = () => el('span', {class: 'legend', 'aria-hidden': 'true'},
  [['median', 'key-median'], ['p25 to p75', 'key-mid'], ['p5 to p95', 'key-band'], ['not measured', 'key-hatch']]
    .map(([name, look]) => el('span', {}, el('i', {class: look}), name)));

// `show(comparison, index, {pinned, speak})`.
export function makeReadout() {
  const line = el('div', {class: 'readout-line'});
  const spoken = el('div', {class: 'sr', role: 'status', 'aria-live': 'polite'});
  const node = el('div', {class: 'readout'}, line, legend(), spoken);
  let timer = 0;

  const show = (comparison, index, {pinned = false, speak = false} = {}) => {
    const time = dateTime(comparison.timeAt(index));
    const parts = comparison.shown.map((member) => ({member, ...memberParts(member, index)}));
    const difference = comparison.shown.length > 1 ? differenceText(comparison.difference[index]) : null;
    const bad = spanAt(comparison.allBad, comparison.middleOf(index)) !== null;
    line.replaceChildren(
      el('b', {class: 'readout-time'}, time), pinned ? el('span', {class: 'pinned'}, 'pinned') : '',
      ...parts.map(({member, value, rest}) => el('span', {class: 'readout-text'},
        el('i', {class: `key-${member.tone}`, 'aria-hidden': 'true'}), ` ${member.name} `, el('b', {}, value), ' ',
        el('span', {class: 'quiet'}, rest))),
      difference === null ? '' : el('span', {}, el('span', {class: 'quiet'}, 'difference '), el('b', {}, difference),
                                    el('span', {class: 'quiet'}, `${THIN}ms`)),
      bad ? el('b', {class: 'all-bad'}, 'all were bad') : '');
    if (!speak) return;
    clearTimeout(timer);
    const text = `${time}: ${parts.map(({member, value, rest}) => `${member.name} ${value}, ${rest}`).join('; ')}`
      + `${difference === null ? '' : `; difference ${difference} ms`}${bad ? '; all were bad' : ''}`;
    timer = setTimeout(() => setText(spoken, text), SPOKEN_MILLISECONDS);
  };
  return {node, show};
}
