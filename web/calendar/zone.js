// The offsets of the calendar's time from UTC, with their changes, such as those to and from summer time. Times and
// offsets are seconds. A zone is {first, changes: [{at, offset}]} in the order of time. Pure, but for the browser's own zone.

const HOUR = 3600;
const DAY = 86400;

export const UTC = {first: 0, changes: []};

export const offsetAt = ({first, changes}, time) =>
  changes.reduce((offset, change) => (time >= change.at ? change.offset : offset), first);

// The first time at which the clocks show `local` or more: an hour that they skip is empty, and one that they repeat
// has both.
export function firstAt({first, changes}, local) {
  let begin = -Infinity;
  let offset = first;
  for (const change of changes) {
    const shown = Math.max(begin, local - offset);
    if (shown < change.at) return shown;
    begin = change.at;
    ({offset} = change);
  }
  return Math.max(begin, local - offset);
}

const signed = (offset) => `${offset < 0 ? '-' : '+'}${Math.abs(offset) / HOUR}`;

// "UTC", "UTC+2", "UTC-5"; "UTC+1/+2" for several offsets.
export function namesOf(offsets) {
  const [lowest, ...others] = [...new Set(offsets)].sort((a, b) => a - b);
  if (others.length === 0) return lowest === 0 ? 'UTC' : `UTC${signed(lowest)}`;
  return `UTC${[lowest, ...others].map(signed).join('/')}`;
}

export const zoneName = ({first, changes}) => namesOf([first, ...changes.map(({offset}) => offset)]);

function offsetText(offset) {
  const hours = String(Math.abs(offset) / HOUR).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}:00`;
}

function offsetIn(text) {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(text);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60;
}

// The parameter `tz` of the API.
export const zoneText = ({first, changes}) => [offsetText(first), ...changes.flatMap(({at, offset}) =>
  [`${new Date(at * 1000).toISOString().slice(0, 19)}Z`, offsetText(offset)])].join(',');

// The zone of an answer.
export const zoneIn = ({tz, tz_changes: changes}) =>
  ({first: offsetIn(tz), changes: changes.map((change) => ({at: Date.parse(change.time) / 1000, offset: offsetIn(change.tz)}))});

const browserOffset = (time) => -new Date(time * 1000).getTimezoneOffset() * 60;

// The time between `from` and `to` from which the browser's offset is that of `to`.
function changeBetween(from, to) {
  const offset = browserOffset(to);
  let [before, at] = [from, to];
  while (at - before > 60) {
    const middle = before + Math.floor((at - before) / 120) * 60;
    if (browserOffset(middle) === offset) at = middle;
    else before = middle;
  }
  return {at, offset};
}

// The browser's zone from a day to another; null if it is not always whole hours from UTC: the history has hours of UTC.
export function browserZone(from, to) {
  const begin = Math.floor(from / DAY) * DAY;
  const zone = {first: browserOffset(begin), changes: []};
  for (let time = begin; time < to; time += DAY) {
    if (browserOffset(time + DAY) !== browserOffset(time)) zone.changes.push(changeBetween(time, time + DAY));
  }
  const whole = zone.first % HOUR === 0 && zone.changes.every(({at, offset}) => at % HOUR === 0 && offset % HOUR === 0);
  return whole ? zone : null;
}
