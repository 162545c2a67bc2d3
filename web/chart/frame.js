// The frame that all charts of one span share: a gutter at the left, the plot, and the way between times and
// pixels; and the marks of the time axis. Times are Unix seconds.

import {clock, day, isLocal} from '../format.js';

// `width` includes the gutter `left`.
export function makeFrame({from, to, left, width}) {
  const plot = width - left;
  const clamp = (time) => Math.min(Math.max(time, from), to);
  return {
    from, to, left, width, plot,
    x: (time) => left + ((time - from) / (to - from)) * plot,
    // The left edge and the width of a span, cut at the frame, at least `least` pixels wide.
    box(begin, end, least = 0) {
      const x0 = this.x(clamp(begin));
      const wide = Math.max(this.x(clamp(end)) - x0, least);
      return [Math.min(x0, left + plot - Math.min(wide, plot)), wide];
    },
    time: (x) => clamp(from + ((x - left) / plot) * (to - from)),
  };
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const STEPS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR,
               6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const offset = (time) => (isLocal() ? -new Date(time * 1000).getTimezoneOffset() * MINUTE : 0);
const shifted = (time) => new Date((time + offset(time)) * 1000);

export const weekday = (time) => WEEKDAYS[shifted(time).getUTCDay()];
export const dayOf = (time, options) => day(time * 1000, options);
export const clockOf = (time) => clock(time * 1000);
export const dateTime = (time, options) => `${weekday(time)} ${dayOf(time, options)} ${clockOf(time)}`;

// "Wed 25 Nov 14:38 to Thu 26 Nov 14:38", with the years if they differ.
export function spanText(from, to) {
  const year = shifted(from).getUTCFullYear() !== shifted(to).getUTCFullYear();
  return `${dateTime(from, {year})} to ${dateTime(to, {year})}`;
}

function monthMarks(from, to, count) {
  const marks = [];
  const start = shifted(from);
  const months = (to - from) / (30.4 * DAY);
  const every = [1, 2, 3, 6, 12, 24, 60].find((each) => months / each <= count) ?? 120;
  for (let month = 0; ; month += 1) {
    const index = start.getUTCFullYear() * 12 + start.getUTCMonth() + month;
    const utc = Date.UTC(Math.floor(index / 12), index % 12, 1) / 1000;
    const time = utc - offset(utc);
    if (time > to) return marks;
    if (time < from || index % every !== 0) continue;
    const name = dayOf(time).split(' ')[1];
    marks.push({time, text: index % 12 === 0 ? `${name} ${Math.floor(index / 12)}` : name});
  }
}

// About one mark each `pixels` of the frame, at round times of the shown zone: [{time, text}].
export function timeMarks(frame, pixels = 85) {
  const {from, to} = frame;
  const count = Math.max(2, frame.plot / pixels);
  const step = STEPS.find((each) => (to - from) / each <= count);
  if (!step) return monthMarks(from, to, count);
  const shift = offset(from);
  // Weeks begin on Monday; the first of January 1970 was a Thursday.
  const phase = step % (7 * DAY) === 0 ? 4 * DAY : 0;
  const marks = [];
  for (let time = Math.ceil((from + shift - phase) / step) * step + phase - shift; time <= to; time += step) {
    const midnight = (time + shift) % DAY === 0;
    const date = step < DAY ? `${weekday(time)} ${dayOf(time)}` : dayOf(time);
    marks.push({time, text: midnight ? date : clockOf(time)});
  }
  return marks;
}
