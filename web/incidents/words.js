// The words of incidents, and times in UTC: evidence for a partner is never in the reader's local time.

import {duration} from '../format.js';

export const KINDS = {
  outage: {name: 'Outage', shape: 'fail'},
  loss: {name: 'Loss', shape: 'fail'},
  egress_mismatch: {name: 'Egress', shape: 'fail'},
  latency_episode: {name: 'Latency', shape: 'warn'},
  latency_shift: {name: 'Shift', shape: 'warn'},
  pop_change: {name: 'PoP', shape: 'warn'},
};

export const kindOf = (incident) => KINDS[incident.kind] ?? {name: incident.kind, shape: 'info'};

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
                'November', 'December'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

// `time`: RFC 3339, or milliseconds since 1970.
export const utcYear = (time) => new Date(time).getUTCFullYear();

export const utcClock = (time) => new Date(time).toISOString().slice(11, 16);

export function utcDay(time, {long = false} = {}) {
  const date = new Date(time);
  const month = MONTHS[date.getUTCMonth()];
  if (!long) return `${date.getUTCDate()} ${month.slice(0, 3)}`;
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

// "19:42 to 20:31", with the day where it differs from that of `beside`.
export function utcSpan({from, to}, beside = from) {
  const at = (time) => (utcDay(time) === utcDay(beside) ? utcClock(time) : `${utcDay(time)} ${utcClock(time)}`);
  return `${at(from)}–${at(to)}`;
}

export function lasting({state, seconds}) {
  if (state === 'stays') return 'still in effect';
  return `${duration(seconds, {coarse: true})}${state === 'open' ? ' so far' : ''}`;
}

export const placeOf = ({city, partner, connection}) => (city && partner ? `${city} · ${partner}` : connection);
