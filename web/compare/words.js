// Would failing over have helped? In words, with the minutes.

import {el} from '../dom.js';
import {counted, integer} from '../format.js';
import {allOf} from './model.js';

const othersOf = ({members}, member) => {
  const others = members.filter((each) => each !== member);
  return others.length === 1 ? others[0].name : 'another connection';
};

function lineOf(comparison, member) {
  const bad = comparison.bad(member);
  if (bad === 0) return el('p', {}, el('b', {}, `${member.name} had no bad minutes`), ': nothing to fail over from.');
  const helped = comparison.helped(member);
  const other = othersOf(comparison, member);
  const answer = helped > 0 ? `: yes, ${other} was good.` : `: ${other} was not good in any of them.`;
  return el('p', {}, el('b', {}, `${integer(helped)} of ${counted(bad, 'bad minute')}`), ` of ${member.name}${answer}`);
}

// Bad minutes of a member in which no other was good, although not all were bad: the others were not measured.
function unknownOf(comparison) {
  return comparison.members.reduce((sum, member) =>
    sum + Math.max(0, comparison.bad(member) - comparison.helped(member) - comparison.allBadMinutes), 0);
}

export function failoverWords(comparison) {
  if (comparison.members.length < 2) {
    return [el('p', {}, 'There is only one connection with a record, so there is nothing to fail over to.')];
  }
  const lines = comparison.members.map((member) => lineOf(comparison, member));
  const {allBadMinutes: all} = comparison;
  if (comparison.members.some((member) => comparison.bad(member) > 0)) {
    lines.push(all > 0
      ? el('p', {}, el('b', {}, integer(all)), ` ${all === 1 ? 'minute' : 'minutes'}: no, ${allOf(comparison)} were bad.`)
      : el('p', {}, `In no minute were ${allOf(comparison)} bad.`));
  }
  const unknown = unknownOf(comparison);
  if (unknown > 0 && comparison.members.length > 2) {
    lines.push(el('p', {}, 'The other bad minutes are undecided: not every connection was measured.'));
  } else if (unknown > 0) {
    lines.push(el('p', {}, el('b', {}, integer(unknown)), ` ${unknown === 1 ? 'minute is' : 'minutes are'} undecided: the other connection was not measured.`));
  }
  return lines;
}
