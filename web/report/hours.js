// "As Azure shows it": the median of each hour and the average of the medians. Up to a day the columns are under
// their hours of the chart; longer spans are a table of days and hours. Hours are of UTC, as Azure's.

import {el} from '../dom.js';
import {NONE, THIN, figure, integer, lossRatio, milliseconds, percent, zone} from '../format.js';
import {spanText} from '../chart/frame.js';
import {queryOf} from './address.js';
import {withinText} from './model.js';
import {copyButton} from './tools.js';

const HOUR = 3600;
const MOST_COLUMNS = 26;
const NARROW = 19;  // pixels in which no figure fits
const TIGHT = 36;   // pixels in which a short figure fits

const startOf = ({hour}) => Date.parse(hour) / 1000;
const hourName = (hour) => hour.hour.slice(11, 13);
const dayName = (hour) => new Date(hour.hour).toUTCString().slice(0, 11).replace(',', '');

// "warn" or "fail" if a value exceeds its limits.
function toneOf(value, [warning, critical]) {
  if (value == null) return null;
  if (critical != null && value > critical) return 'over-critical';
  return warning != null && value > warning ? 'over-warning' : null;
}

const lossOf = ({lost, received}) => lossRatio(lost, received);

function lossText(hour) {
  const loss = lossOf(hour);
  if (loss === null) return NONE;
  if (loss === 0) return '0';
  return loss < 0.0001 ? '<0.01' : (loss * 100).toFixed(loss < 0.0995 ? 2 : 0);
}

const countText = (count) => (count >= 1000 ? `${figure(count / 1000)}k` : integer(count));

// Two significant figures: 2.6, 15k. A little is not nothing: <.1.
function shortened(text) {
  const [, less, number, unit] = /^(<?)([\d.]+)(k?)$/.exec(text) ?? [];
  if (number === undefined) return text;
  const value = Number(number);
  if (less || (value > 0 && value < 0.05)) return '<.1';
  return `${value >= 9.95 ? Math.round(value) : value === 0 ? '0' : value.toFixed(1)}${unit}`;
}

const ROWS = [
  {name: 'median', value: (hour) => milliseconds(hour.median), strong: true,
   tone: (hour, limits) => toneOf(hour.median, limits.latency)},
  {name: 'p95', value: (hour) => milliseconds(hour.p95), tone: () => null},
  {name: 'lost, %', value: lossText, tone: (hour, limits) => toneOf(lossOf(hour), limits.loss)},
  {name: 'samples', value: ({sent}) => (sent > 0 ? countText(sent) : NONE), tone: () => null, quiet: true},
];

// The columns lie under the chart: `frame` gives their widths.
function rowTable(hours, limitsAt, frame) {
  const group = el('colgroup', {}, el('col', {}));
  group.firstChild.style.width = `${frame.left}px`;
  const shown = hours.map((hour) => ({hour, box: frame.box(startOf(hour), startOf(hour) + HOUR)}))
    .filter(({box}) => box[1] > 0);
  for (const {box} of shown) {
    const column = el('col', {});
    column.style.width = `${box[1]}px`;
    group.append(column);
  }
  const tight = shown.some(({box}, index) => index > 0 && index < shown.length - 1 && box[1] < TIGHT);
  // A part of an hour, at either end, has less room than the others.
  const widest = Math.max(0, ...shown.map(({box}) => box[1]));
  const fits = (box) => box[1] >= Math.max(NARROW, 0.85 * widest);
  const text = (box, value) => {
    if (!fits(box)) return el('span', {class: 'sr'}, value);
    return tight || box[1] < TIGHT ? shortened(value) : value;
  };
  const cell = (row, {hour, box}) => el('td', {
    class: [hour.complete ? null : 'partial', row.tone(hour, limitsAt(startOf(hour)))].filter(Boolean).join(' ') || null,
    title: hour.complete ? null : 'The daemon did not record all of this hour',
  }, text(box, row.value(hour)));
  const table = el('table', {class: `hourly${tight ? ' tight' : ''}`}, el('caption', {class: 'sr'}, 'Hourly figures, milliseconds'), group,
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'hour, UTC'),
                       shown.map(({hour, box}) => el('th', {scope: 'col'}, !fits(box) ? el('span', {class: 'sr'}, hourName(hour)) : hourName(hour))))),
    el('tbody', {}, ROWS.map((row) => el('tr', {class: row.strong ? 'strong' : row.quiet ? 'quiet' : null},
      el('th', {scope: 'row'}, row.name), shown.map((each) => cell(row, each))))));
  table.style.width = `${frame.width}px`;
  // Marks the column of the cursor.
  const markAt = (time) => {
    const column = shown.findIndex(({hour}) => time >= startOf(hour) && time < startOf(hour) + HOUR);
    for (const row of table.rows) {
      for (const each of row.cells) each.classList.toggle('at', each.cellIndex === column + 1 && column >= 0);
    }
  };
  return {node: table, markAt};
}

// The same from top to bottom, newest first: for a phone. A day may have the same hour as the one before.
function listTable(hours, limitsAt) {
  const newest = [...hours].reverse();
  const begins = (hour, index) => index > 0 && dayName(hour) !== dayName(newest[index - 1]);
  const rows = newest.flatMap((hour, index) => [
    begins(hour, index) ? el('tr', {class: 'day'}, el('th', {scope: 'rowgroup', colspan: ROWS.length + 1}, dayName(hour))) : null,
    el('tr', {}, el('th', {scope: 'row'}, `${hourName(hour)}:00`),
       ROWS.map((row) => el('td', {class: row.tone(hour, limitsAt(startOf(hour)))}, row.value(hour)))),
  ]);
  return {node: el('table', {class: 'hour-list'}, el('caption', {class: 'sr'}, 'Hourly figures, milliseconds'),
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'UTC'), ROWS.map(({name}) => el('th', {scope: 'col'}, name)))),
    el('tbody', {}, rows)), markAt() {}};
}

function average(hours) {
  const medians = hours.map(({median}) => median).filter((median) => median != null);
  return medians.length > 0 ? medians.reduce((sum, median) => sum + median, 0) / medians.length : null;
}

function dayRow(day, hours, limitsAt) {
  const byHour = new Map(hours.map((hour) => [Number(hourName(hour)), hour]));
  const cells = Array.from({length: 24}, (_, index) => {
    const hour = byHour.get(index);
    if (!hour) return el('td', {class: 'quiet'}, '');
    const title = `p95 ${milliseconds(hour.p95)} ms, lost ${lossText(hour)} % of ${integer(hour.lost + hour.received)}`;
    return el('td', {title, class: [hour.complete ? null : 'partial', toneOf(hour.median, limitsAt(startOf(hour)).latency)]
      .filter(Boolean).join(' ') || null}, milliseconds(hour.median));
  });
  return el('tr', {}, el('th', {scope: 'row'}, day), cells, el('td', {class: 'day-average'}, milliseconds(average(hours))));
}

// Days from top to bottom, newest first; medians. It begins with the first hour that was measured.
function dayTable(hours, limitsAt) {
  const days = new Map();
  for (const hour of hours.slice(Math.max(0, hours.findIndex(({sent}) => sent > 0)))) {
    const name = dayName(hour);
    days.set(name, [...(days.get(name) ?? []), hour]);
  }
  const table = el('table', {class: 'day-table'}, el('caption', {class: 'sr'}, 'Hourly medians by day, milliseconds'),
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'UTC'),
      Array.from({length: 24}, (_, hour) => el('th', {scope: 'col'}, String(hour).padStart(2, '0'))),
      el('th', {scope: 'col'}, 'average'))),
    el('tbody', {}, [...days].reverse().map(([day, each]) => dayRow(day, each, limitsAt))));
  return {node: el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Hourly medians by day'}, table), markAt() {}};
}

// What to paste into a ticket.
function ticket(model, hours) {
  const {window, within} = model;
  const text = within && withinText(within);
  return [
    `${model.connection}, ${model.prefix}${model.endpoint ? `, ${model.endpoint}` : ''}`,
    `${spanText(model.from, model.end)} ${zone()}`,
    `Average of the hourly medians: ${milliseconds(hours.average_of_medians)} ms`,
    `Median ${milliseconds(window.p50)} ms, p95 ${milliseconds(window.p95)} ms, p99 ${milliseconds(window.p99)} ms`,
    `Lost ${percent(window.loss_ratio)} (${window.lost} of ${window.lost + window.received})`,
    hours.warnings?.length > 0 ? `Incomplete: ${hours.warnings.join('; ')}` : null,
    within?.ratio == null ? null : `${text[0].toUpperCase()}${text.slice(1)}: ${(within.ratio * 100).toFixed(1)}%`,
    '', 'hour (UTC)         median ms  p95 ms  lost  sent',
    ...hours.hours.map((hour) => `${hour.hour}  ${milliseconds(hour.median)}  ${milliseconds(hour.p95)}  ${hour.lost}  ${hour.sent}`),
  ].filter((line) => line !== null).join('\n').replaceAll(THIN, ' ');
}

// Azure's AverageCustomerPrefixLatency, and what it hides.
function summaryOf(model, hours, state) {
  const query = queryOf(state);
  return [
    el('span', {class: 'azure-average'}, 'average of medians ', el('b', {}, milliseconds(hours.average_of_medians)), `${THIN}ms`),
    el('span', {class: 'quiet'}, `true median ${milliseconds(model.window.p50)}${THIN}ms`),
    el('span', {class: 'links no-print'}, el('a', {href: `/api/v1/history/hours.csv?${query}`, download: 'hours.csv'}, 'CSV'),
       el('a', {href: `/api/v1/history/hours?${query}`}, 'JSON'),
       copyButton(() => ticket(model, hours), 'Copy for a ticket', 'Copied')),
  ];
}

// {section, markAt(time)}; `section` goes under the chart if it is `aligned`.
export function makeHours({model, hours, state, frame, narrow}) {
  const title = (note, more = []) => el('div', {class: 'section-line'}, el('h2', {}, 'As Azure shows it'), el('span', {class: 'quiet'}, note), more);
  if (!hours) {
    const long = model.to - model.from > 91 * 86400;
    const why = long ? 'hourly medians of 90 days at most: choose a shorter window' : 'the hourly medians could not be read';
    return {section: el('section', {}, title(why)), aligned: false, markAt() {}};
  }
  const few = hours.hours.length <= MOST_COLUMNS;
  const aligned = few && !narrow && (frame.plot * HOUR) / (frame.to - frame.from) >= NARROW;
  const table = aligned ? rowTable(hours.hours, model.limitsAt, frame)
    : few && narrow ? listTable(hours.hours, model.limitsAt) : dayTable(hours.hours, model.limitsAt);
  return {
    section: el('section', {}, title('hourly medians, ms', summaryOf(model, hours, state)), table.node),
    aligned,
    markAt: table.markAt,
  };
}
