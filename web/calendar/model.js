// Turns the answer of /api/v1/calendar into cells. Pure. A cell is an hour and a column a day, or a cell is a day
// and a column a week. Times are Unix seconds.

import {firstAt, namesOf, offsetAt, zoneIn} from './zone.js';

const HOUR = 3600;
const DAY = 86400;

// The bounds of the classes, and the names in the legend. A class is an index of the colours heat0 …
// heat5; 1 is near the baseline.
const RATIOS = {bounds: [0.8, 1.25, 1.6, 2.2, 3.2], names: ['below 0.8', '0.8 to 1.25', 'to 1.6', 'to 2.2', 'to 3.2', 'more']};
const LOSSES = {bounds: [0, 0.001, 0.005, 0.01, 0.05], names: [null, 'up to 0.1%', 'to 0.5%', 'to 1%', 'to 5%', 'more']};

export const classesOf = (stat) => (stat === 'loss' ? LOSSES : RATIOS);

function classOf(value, {bounds}, stat) {
  const index = bounds.findIndex((bound) => (stat === 'loss' ? value <= bound : value < bound));
  const found = index < 0 ? bounds.length : index;
  return stat === 'loss' ? Math.max(1, found) : found;
}

export const SLOW = 1.25;  // times the baseline

export function makeCalendar(answer, now) {
  const weeks = answer.by === 'week';
  const rows = weeks ? 7 : 24;
  const cell = weeks ? DAY : HOUR;
  const zone = zoneIn(answer);
  const local0 = Math.floor((answer.time0 + offsetAt(zone, answer.time0)) / DAY) * DAY;
  const usuals = weeks ? answer.usual_day_of_week : answer.usual_hour_of_week;
  const count = answer.p95.length;
  const timeOf = (index) => firstAt(zone, local0 + index * cell);
  const dateOf = (index) => new Date((local0 + index * cell) * 1000);  // with the calendar's fields as its UTC ones
  const localAt = (time) => time + offsetAt(zone, time);
  const usualOf = (index) => (weeks ? usuals[index % 7] : usuals[dateOf(index).getUTCDay() * 24 + (index % 24)]) ?? null;
  const valueOf = (index) => answer[answer.stat][index];
  const ratioOf = (index) => {
    const [value, usual] = [valueOf(index), usualOf(index)];
    return value == null || !usual ? null : value / usual;
  };
  const classes = classesOf(answer.stat);
  const shadeOf = (index) => {
    const value = answer.stat === 'loss' ? answer.loss[index] : ratioOf(index);
    return value == null ? null : classOf(value, classes, answer.stat);
  };
  const first = answer.sent.findIndex((sent) => sent > 0);
  const calendar = {
    answer, weeks, rows, cell, zone, count, columns: Math.ceil(count / rows), stat: answer.stat, classes,
    timeOf, dateOf, usualOf, valueOf, ratioOf, shadeOf,
    dateAt: (time) => new Date(localAt(time) * 1000),
    indexAt: (time) => Math.floor((localAt(time) - local0) / cell),
    // Of a cell; a repeated hour has two offsets.
    zoneNameOf: (index) => namesOf([offsetAt(zone, timeOf(index)), offsetAt(zone, timeOf(index + 1) - 1)]),
    // Or goes on, and its first record is yet to come.
    isFuture: (index) => timeOf(index) >= now || (timeOf(index + 1) > now && answer.sent[index] === 0),
    isSkipped: (index) => timeOf(index + 1) === timeOf(index),  // by the clocks, when they were set forward
    // A single lost probe is not a sign.
    isLossy: (index, limit) => answer.loss[index] > limit && answer.lost[index] > 1,
    isMeasured: (index) => answer.sent[index] > 0,
    first: first < 0 ? null : first,  // the first cell with a record
    findings: answer.findings.map((finding) => ({...finding, from: Date.parse(finding.from) / 1000, to: Date.parse(finding.to) / 1000})),
  };
  return Object.assign(calendar, {last: answer.sent.findLastIndex((sent) => sent > 0)});
}

// The number of measured cells, of unmeasured ones since the first record, and of those that are slower than the baseline.
export function countsOf(calendar) {
  const counts = {measured: 0, missing: 0, slow: 0, lossy: 0};
  for (let index = calendar.first ?? calendar.count; index < calendar.count && !calendar.isFuture(index); index += 1) {
    if (calendar.isSkipped(index)) continue;
    if (!calendar.isMeasured(index)) {
      counts.missing += 1;
      continue;
    }
    counts.measured += 1;
    if (calendar.isLossy(index, 0.01)) counts.lossy += 1;
    if (calendar.stat !== 'loss' && calendar.ratioOf(index) > SLOW) counts.slow += 1;
  }
  return counts;
}

// The runs of unmeasured cells since the first record: [{from, to}], the longest first.
export function gapsOf(calendar) {
  const gaps = [];
  for (let index = calendar.first ?? calendar.count; index < calendar.count && !calendar.isFuture(index); index += 1) {
    if (calendar.isMeasured(index) || calendar.isSkipped(index)) continue;
    const last = gaps[gaps.length - 1];
    const [from, to] = [calendar.timeOf(index), calendar.timeOf(index + 1)];
    if (last && last.to === from) last.to = to;
    else gaps.push({from, to});
  }
  return gaps.sort((a, b) => (b.to - b.from) - (a.to - a.from));
}

const middle = (values) => {
  const known = values.filter((value) => value != null).sort((a, b) => a - b);
  return known.length === 0 ? null : known[known.length >> 1];
};

// Of each column the value that a tenth of its cells exceed: its busy hours.
export function busyOf(calendar) {
  return Array.from({length: calendar.columns}, (_, column) => {
    const values = [];
    for (let row = 0; row < calendar.rows; row += 1) values.push(calendar.valueOf(column * calendar.rows + row));
    const known = values.filter((value) => value != null).sort((a, b) => a - b);
    return known.length === 0 ? null : known[Math.min(known.length - 1, Math.floor(known.length * 0.9))];
  });
}

// Most hours lose nothing, so the middle one would say nothing.
function mean(values) {
  const known = values.filter((value) => value != null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const isWorkday = (date) => date.getUTCDay() > 0 && date.getUTCDay() < 6;

// Of each row the baseline and the last four weeks, of working days where rows are hours.
export function profileOf(calendar) {
  const {rows, weeks} = calendar;
  const typical = calendar.stat === 'loss' ? mean : middle;
  const since = calendar.last - (weeks ? 7 * 8 : 24 * 28);
  return Array.from({length: rows}, (_, row) => {
    const usual = [];
    const recent = [];
    for (let index = row; index < calendar.count; index += rows) {
      if (!weeks && !isWorkday(calendar.dateOf(index))) continue;
      usual.push(calendar.usualOf(index));
      if (index > since) recent.push(calendar.valueOf(index));
    }
    return {usual: typical(usual), recent: typical(recent)};
  });
}
