// The tables of the comparison.

import {el} from '../dom.js';
import {NONE, duration, integer, milliseconds, percent, zone} from '../format.js';
import {dateTime} from '../chart/frame.js';
import {wordOf} from '../marks.js';
import {lostText} from '../report/model.js';
import {cells, table} from '../tables.js';
import {absence, differenceText} from './readout.js';
import {allOf} from './model.js';

function pointTable(comparison) {
  const {shown} = comparison;
  const heads = shown.flatMap(({name}) => [`${name} median`, 'p95', 'lost', 'sent']);
  const unmeasured = (index) => shown.every(({columns}) => columns.sent[index] === 0);
  const rows = [];
  for (let index = 0; index < comparison.count; index += 1) {
    const first = index;
    if (unmeasured(index)) {  // a gap of all is one row
      while (index + 1 < comparison.count && unmeasured(index + 1)) index += 1;
      const [from, to] = [comparison.timeAt(first), Math.min(comparison.timeAt(index + 1), comparison.end)];
      rows.push(el('tr', {class: 'not-measured'}, el('th', {scope: 'row'}, dateTime(from)),
        el('td', {colspan: String(heads.length + 2)}, `until ${dateTime(to)} (${duration(to - from)}) ${absence(shown[0], first)}`)));
      continue;
    }
    const values = shown.flatMap(({columns}) => {
      const sent = columns.sent[index];
      return [milliseconds(columns.p50[index]), milliseconds(columns.p95[index]), sent > 0 ? integer(columns.lost[index]) : NONE, integer(sent)];
    });
    const remarks = shown.filter(({columns}) => columns.p50[index] == null).map((member) => `${member.name} ${absence(member, index)}`);
    rows.push(cells(dateTime(comparison.timeAt(index)), [...values, differenceText(comparison.difference[index]), remarks.join('; ')]));
  }
  return table('Latency and loss over time, milliseconds', [`from, ${zone()}`, ...heads, 'difference', 'remark'], rows);
}

const spanRows = (spans, ...more) => spans.map(({from, to}) => [from, cells(dateTime(from), [dateTime(to), duration(to - from), ...more])]);

function badTable(comparison) {
  const rows = [...spanRows(comparison.allBad, `${allOf(comparison)} bad`),
                ...comparison.members.flatMap(({bad, name}) => spanRows(bad, `${name} bad`))];
  return table('Bad minutes', [`from, ${zone()}`, 'to', 'for', 'what'], rows.sort((a, b) => a[0] - b[0]).map(([, row]) => row));
}

function stateTable({members}) {
  const rows = members.flatMap(({name, states}) => states.map(({from, to, result, reason}) =>
    [from, cells(dateTime(from), [dateTime(to), duration(to - from), name, wordOf(result), reason ?? ''])]));
  return table('Results', [`from, ${zone()}`, 'to', 'for', 'connection', 'result', 'why'], rows.sort((a, b) => a[0] - b[0]).map(([, row]) => row));
}

function endpointTable({endpoints, shown}) {
  const rows = endpoints.map(({endpoint, figures}) => cells(endpoint, shown.flatMap((member) => {
    const {p50, p95, lost, received, loss_ratio: ratio} = figures(member) ?? {};
    return [milliseconds(p50), milliseconds(p95), lost + received > 0 ? lostText(lost, received) : NONE, percent(ratio)];
  })));
  return table('Endpoints, milliseconds', ['endpoint', ...shown.flatMap(({name}) => [`${name} median`, 'p95', 'lost', 'loss'])], rows);
}

function gapTable({members}) {
  const rows = members.flatMap(({name, gaps}) => gaps.map(({from, to, text}) =>
    [from, cells(dateTime(from), [dateTime(to), duration(to - from), name, text], 'not-measured')]));
  return table('Not measured', [`from, ${zone()}`, 'to', 'for', 'connection', 'because'], rows.sort((a, b) => a[0] - b[0]).map(([, row]) => row));
}

const sum = (members, count) => members.reduce((all, member) => all + count(member), 0);

export const TABLES = [
  ['points', 'Latency, loss and difference over time', pointTable, ({count}) => count],
  ['bad', 'Bad minutes', badTable, ({members, allBad}) => allBad.length + sum(members, ({bad}) => bad.length)],
  ['endpoints', 'Endpoints', endpointTable, ({endpoints}) => endpoints.length],
  ['states', 'Results', stateTable, ({members}) => sum(members, ({states}) => states.length)],
  ['gaps', 'Not measured', gapTable, ({members}) => sum(members, ({gaps}) => gaps.length)],
];
