// Names of cells, rows and columns, in the calendar's time.

import {NONE, THIN, integer, milliseconds, percent} from '../format.js';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LONG = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (number) => String(number).padStart(2, '0');

// A date that already has the calendar's fields as its UTC ones.
export function dayName(date, {weekday = false, month = false} = {}) {
  const name = MONTHS[date.getUTCMonth()];
  if (month) return name;
  return `${weekday ? `${WEEKDAYS[date.getUTCDay()]} ` : ''}${date.getUTCDate()} ${name}`;
}

export const rowName = (calendar, row) => (calendar.weeks ? WEEKDAYS[row] : `${two(row)}:00`);

// "Wed 25 Nov 20:00 to 21:00 UTC+1", or "Wed 25 Nov 2026" for a day.
export function cellName(calendar, index) {
  const date = calendar.dateOf(index);
  const day = dayName(date, {weekday: true});
  if (calendar.weeks) return `${day} ${date.getUTCFullYear()}`;
  const hour = date.getUTCHours();
  return `${day} ${two(hour)}:00 to ${two((hour + 1) % 24)}:00 ${calendar.zoneNameOf(index)}`;
}

// "Wednesdays at 20:00"
export function usualName(calendar, index) {
  const date = calendar.dateOf(index);
  return calendar.weeks ? LONG[date.getUTCDay()] : `${LONG[date.getUTCDay()]} at ${two(date.getUTCHours())}:00`;
}

export const valueText = (value, stat) => {
  if (value == null) return NONE;
  return stat === 'loss' ? percent(value) : `${milliseconds(value)}${THIN}ms`;
};

export const times = (ratio) => (ratio == null ? NONE : `${ratio.toFixed(ratio < 9.95 ? 2 : 0)} ×`);

// What a cell shows: [name, value] pairs, or [null, reason].
export function cellPairs(calendar, index) {
  if (calendar.isFuture(index)) return [[null, 'not yet']];
  if (calendar.isSkipped(index)) return [[null, 'skipped: the clocks were set forward']];
  if (!calendar.isMeasured(index)) return [[null, calendar.first === null || index < calendar.first ? 'no record yet' : 'not measured']];
  const {p95, p50, loss, lost, received} = calendar.answer;
  const pairs = p95[index] == null ? [[null, 'no answer']] : [['p95', valueText(p95[index])], ['median', valueText(p50[index])]];
  const usual = calendar.usualOf(index);
  if (usual !== null) pairs.push(['baseline', `${valueText(usual, calendar.stat)}, ${usualName(calendar, index)}`]);
  if (calendar.stat !== 'loss' && calendar.ratioOf(index) !== null) pairs.push(['ratio', times(calendar.ratioOf(index))]);
  pairs.push(['lost', `${loss[index] == null ? NONE : percent(loss[index])} of ${integer(lost[index] + received[index])}`]);
  return pairs;
}
