// Figures, durations and times as text: three significant figures, a thin blank before the unit, UTC unless
// the reader chose local time. What was not measured (null, undefined) is "–", never 0.

export const THIN = '\u202f';
export const NONE = '–';

// At most three significant figures: 103, 11.9, 9.12, 0.31.
export function figure(value) {
  if (value == null) return NONE;
  const size = Math.abs(value);
  if (size >= 99.95) return integer(Math.round(value));
  if (size >= 9.995) return value.toFixed(1);
  return value.toFixed(size > 0 && size < 0.0995 ? 3 : 2);
}

export const integer = (value) => (value == null ? NONE : String(value).replace(/\B(?=(\d{3})+$)/g, THIN));

// "1 answer", "2 answers". `many` is the word for all counts but 1.
export const counted = (count, one, many = `${one}s`) => `${integer(count)} ${count === 1 ? one : many}`;

// Microseconds as milliseconds, without the unit: columns name it once.
export const milliseconds = (microseconds) => figure(microseconds == null ? null : microseconds / 1000);

// As in the sentences of the daemon: without a blank, like in the configuration.
export function percent(ratio) {
  if (ratio == null) return NONE;
  if (ratio === 0) return '0';
  const value = ratio * 100;
  if (value >= 99.95 && ratio < 1) return '>99.9%';
  return value < 0.00009995 ? '<0.0001%' : `${Number(value.toPrecision(3))}%`;
}

// A sentence of the daemon, with the same blank as on the page. No line ends between a figure and its unit. Incidents that
// older versions found have a blank before the percent sign.
export const said = (text) => text && text.replace(/(\d) (ms|s|min|h|d)\b/g, `$1${THIN}$2`).replace(/(\d) %/g, '$1%');

// Of those with an outcome: one that is under way or inconclusive is neither lost nor received.
export const lossRatio = (lost, received) => (lost + received > 0 ? lost / (lost + received) : null);

export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 99.5 ? Math.round(value) : Number(value.toPrecision(2))}${THIN}${units[power]}`;
}

// Seconds as "13 s", "2 min 13 s", "3 h 12 min", "4 d 3 h", "41 d". `coarse`: the first part only from a
// minute on, as of a table's row.
export function duration(seconds, {coarse = false} = {}) {
  const s = Math.max(0, Math.round(seconds));
  const part = (value, unit) => (value > 0 ? ` ${value}${THIN}${unit}` : '');
  if (s < 60) return `${s}${THIN}s`;
  if (s < 3600) return `${Math.floor(s / 60)}${THIN}min${coarse ? '' : part(s % 60, 's')}`;
  if (s < 86400) return `${Math.floor(s / 3600)}${THIN}h${part(Math.floor((s % 3600) / 60), 'min')}`;
  const days = Math.floor(s / 86400);
  return `${integer(days)}${THIN}d${coarse || days >= 10 ? '' : part(Math.floor((s % 86400) / 3600), 'h')}`;
}

let local = false;
export const isLocal = () => local;

// Local time is a choice of the reader, for as long as the page is open.
export function useLocalTime(yes) {
  local = yes;
  dispatchEvent(new Event('timezonechange'));
}

export const zone = () => (local ? 'local' : 'UTC');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// `time` is a Date, milliseconds since 1970, or RFC 3339. `shifted` has the wanted zone's fields as its UTC ones.
function shifted(time) {
  const date = new Date(time);
  return local ? new Date(date.getTime() - date.getTimezoneOffset() * 60000) : date;
}

export const clock = (time) => shifted(time).toISOString().slice(11, 16);
export const clockSeconds = (time) => shifted(time).toISOString().slice(11, 19);

export function day(time, {year = false} = {}) {
  const date = shifted(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year ? ` ${date.getUTCFullYear()}` : ''}`;
}

export const dayAndClock = (time) => `${day(time)} ${clock(time)}`;

// The time of day, and the day if it is not that of `now`.
export const near = (time, now) => (day(time) === day(now) ? clock(time) : dayAndClock(time));
