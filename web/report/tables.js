// The tables of the report.

import {el} from '../dom.js';
import {NONE, duration, integer, lossRatio, milliseconds, percent, zone} from '../format.js';
import {dateTime} from '../chart/frame.js';
import {wordOf} from '../marks.js';
import {isRouteEvent} from '../routes/event_pairs.js';
import {routesLink} from '../routes/model.js';
import {cells, table} from '../tables.js';
import {limitText, spanAt} from './model.js';

const QUANTILES = ['min', 'p5', 'p25', 'p50', 'p75', 'p95', 'max'];

function pointRow(model, index) {
  const {columns} = model;
  const time = model.timeAt(index);
  const gap = columns.p50[index] == null ? spanAt(model.gaps, time) : null;
  const sent = columns.sent[index];
  const lost = columns.lost[index];
  return cells(dateTime(time), [
    ...QUANTILES.map((name) => milliseconds(columns[name][index])), milliseconds(columns.jitter[index]), integer(sent), sent > 0 ? integer(lost) : NONE,
    percent(lossRatio(lost, columns.received[index])), spanAt(model.pops, time)?.code ?? NONE,
    gap ? `not measured: ${gap.text}` : '',
  ], gap ? 'not-measured' : null);
}

// A gap is one row.
function pointRows(model) {
  const rows = [];
  for (let index = 0; index < model.count; index += 1) {
    const gap = model.columns.p50[index] == null && model.columns.sent[index] === 0 ? spanAt(model.gaps, model.timeAt(index)) : null;
    if (!gap) {
      rows.push(pointRow(model, index));
      continue;
    }
    const steps = Math.max(1, Math.round((gap.to - model.timeAt(index)) / model.step));
    rows.push(el('tr', {class: 'not-measured'}, el('th', {scope: 'row'}, dateTime(gap.from)),
                 el('td', {colspan: '13'}, `not measured until ${dateTime(gap.to)} (${duration(gap.to - gap.from)}): ${gap.text}`)));
    index += steps - 1;
  }
  return rows;
}

const pointTable = (model) => table('Latency and loss over time, milliseconds',
  [`from, ${zone()}`, 'min', 'p5', 'p25', 'median', 'p75', 'p95', 'max', 'jitter', 'sent', 'lost', 'loss', 'PoP', 'remark'],
  pointRows(model));

function distributionTable(model) {
  const total = model.window.received;
  let sum = 0;
  return table('Distribution of the window', ['about, ms', 'answers', 'cumulative'], model.histogram.buckets.map(([value, count]) => {
    sum += count;
    return cells(milliseconds(value), [integer(count), percent(sum / total)]);
  }));
}

const gapTable = (model) => table('Not measured', [`from, ${zone()}`, 'to', 'for', 'because'], model.gaps.map((gap) =>
  cells(dateTime(gap.from), [dateTime(gap.to), duration(gap.to - gap.from), gap.text], 'not-measured')));

const limitTexts = ({latency, loss}) => [
  ...[['latency', latency, limitText], ['loss', loss, percent]].flatMap(([name, limits, text]) =>
    ['warning', 'critical'].flatMap((level, index) => (limits[index] == null ? [] : [`${name} ${level} ${text(limits[index])}`]))),
].join(', ') || 'none';

const olderStates = ({statesSince, from}) => (statesSince === null ? []
  : [[{from, to: statesSince}, 'result', 'Older results are not shown here. Choose a shorter window.']]);

const spanTable = (model) => table('Results, thresholds, PoPs and maintenance', [`from, ${zone()}`, 'to', 'for', 'what', 'why'], [
  ...olderStates(model),
  ...model.states.map((state) => [state, `result ${wordOf(state.result)}`, state.reason ?? '']),
  ...model.limitSpans.map((span) => [span, 'thresholds', limitTexts(span)]),
  ...model.pops.map((pop) => [pop, `PoP ${pop.text}`, pop.floor == null ? '' : `fibre minimum ${milliseconds(pop.floor)} ms`]),
  ...model.maintenance.map((span) => [span, 'maintenance', 'announced']),
].map(([{from, to}, what, why]) => cells(dateTime(from), [dateTime(to), duration(to - from), what, why])));

const kindCell = ({connection, prefix}, {kind}) => (isRouteEvent({kind})
  ? el('a', {href: routesLink(connection, prefix)}, kind) : kind.replaceAll('_', ' '));

const olderEvents = ({eventsSince}) => (eventsSince === null ? []
  : [cells(dateTime(eventsSince), ['', '', 'Older events are not shown here. Choose an earlier or a shorter window.'])]);

const eventTable = (model) => table('Events', [`time, ${zone()}`, 'level', 'kind', 'event'], [...model.events.map((event) =>
  cells(dateTime(event.time), [event.level, kindCell(model, event), event.summary])), ...olderEvents(model)]);

export const TABLES = [
  ['points', 'Latency and loss over time', pointTable, (model) => model.count],
  ['gaps', 'Not measured', gapTable, (model) => model.gaps.length],
  ['spans', 'Results, thresholds, PoPs and maintenance', spanTable,
   (model) => model.states.length + model.limitSpans.length + model.pops.length + model.maintenance.length],
  ['distribution', 'Distribution', distributionTable, (model) => model.histogram.buckets.length],
  ['events', 'Events', eventTable, (model) => model.events.length],
];
