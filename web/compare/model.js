// Turns the answer of /api/v1/groups/NAME/compare into what the chart, the figures and the tables need. Pure.

import {makeModel} from '../report/model.js';

const spans = (list) => list.map(({from, to}) => ({from: Date.parse(from) / 1000, to: Date.parse(to) / 1000}));

const isClear = (texts) => new Set(texts).size === texts.length;

// Names by connection, as short as they can be: the first word of the partner, the partner, or the connection.
export function shortNames(members) {
  const partners = members.map(({partner, connection}) => partner || connection);
  const words = partners.map((partner) => partner.split(/\s/)[0]);
  const names = isClear(words) ? words : isClear(partners) ? partners : members.map(({connection}) => connection);
  return new Map(members.map(({connection}, index) => [connection, names[index]]));
}

const memberOf = (answer, since, names, now) => {
  const model = makeModel({...answer, prefix: answer.prefix ?? ''}, since, now);
  return Object.assign(model, {
    name: names.get(answer.connection), partner: answer.partner || answer.connection, prefixes: answer.prefixes,
    prefix: answer.prefix, bad: spans(answer.bad),
  });
};

// The two that are drawn: those of the address, or else the first ones.
function pairOf(members, state) {
  const find = (name) => members.find(({connection}) => connection === name);
  const first = find(state.first) ?? members.find(({connection}) => connection !== state.second) ?? members[0];
  const second = find(state.second);
  return [first, second && second !== first ? second : members.find((member) => member !== first)].filter(Boolean);
}

// Where both medians are known: positive if the first is slower. Microseconds.
function differenceOf([a, b]) {
  if (!b) return [];
  return a.columns.p50.map((value, index) => {
    const other = b.columns.p50[index];
    return value == null || other == null ? null : value - other;
  });
}

export function makeComparison(answer, state, since, now) {
  const names = shortNames(answer.members);
  const members = answer.members.map((member) => memberOf(member, since, names, now));
  const shown = pairOf(members, state);
  shown.forEach((member, index) => Object.assign(member, {tone: 'ab'[index]}));
  const {from, to, end, step, count, indexAt, timeAt, middleOf} = members[0];
  return {
    answer, group: answer.group, members, shown, from, to, end, step, count, indexAt, timeAt, middleOf,
    time0: answer.time0, difference: differenceOf(shown),
    allBad: spans(answer.all_bad), allBadMinutes: answer.all_bad_minutes,
    bad: (member) => answer.bad_minutes[member.connection] ?? 0,
    helped: (member) => answer.helped[member.connection] ?? 0,
    endpoints: answer.endpoints.map(({endpoint, members: figures}) =>
      ({endpoint, figures: (member) => figures[member.connection] ?? null})),
  };
}

// The spans that none of them measured.
export const commonGaps = ({members}) => members.map(({gaps}) => gaps).reduce((common, gaps) =>
  common.flatMap((one) => gaps.map((other) => ({from: Math.max(one.from, other.from), to: Math.min(one.to, other.to)})))
    .filter(({from, to}) => from < to));

// "both" for two, "all" for more.
export const allOf = ({members}) => (members.length === 2 ? 'both' : 'all');

export const isMeasured = (comparison) => comparison.members.some(({window}) => window.sent > 0);
