// The state of the calendar is its address.
//
//   /calendar?c=CONNECTION&p=PREFIX&days=90     hours by days; days: 30, 90 or 400
//   /calendar?c=…&p=…&by=week                   days by weeks, for five years
//   e=ENDPOINT  stat=p95|p50|loss  tz=local  at=TIME (the chosen cell)

import {joined, timeIn, timeText} from '../report/address.js';
import {browserZone, zoneText} from './zone.js';

export const SPANS = [['30', '30 d'], ['90', '90 d'], ['400', '400 d'], ['week', '5 y']];
export const STATS = [['p95', 'p95'], ['p50', 'median'], ['loss', 'lost']];

// What a cell is.
export const unitOf = ({span}) => (span === 'week' ? 'day' : 'hour');

const among = (list, wanted, standard) => (list.some(([name]) => name === wanted) ? wanted : standard);

export function readAddress(search) {
  const parameters = new URLSearchParams(search);
  const weeks = parameters.get('by') === 'week';
  return {
    connection: parameters.get('c') ?? '',
    prefix: parameters.get('p') ?? '',
    endpoint: parameters.get('e') ?? '',
    span: weeks ? 'week' : among(SPANS, parameters.get('days'), '90'),
    stat: among(STATS, parameters.get('stat'), 'p95'),
    local: parameters.get('tz') === 'local',
    at: timeIn(parameters, 'at'),
  };
}

export const addressOf = (state) => `/calendar?${joined([
  ['c', state.connection], ['p', state.prefix], ['e', state.endpoint],
  ...(state.span === 'week' ? [['by', 'week']] : [['days', state.span]]), ['stat', state.stat !== 'p95' && state.stat],
  ['tz', state.local && 'local'], ['at', state.at && timeText(state.at)],
])}`;

// Local time over the days of the calendar; null if it has days of UTC only. `now`: milliseconds since 1970.
export function localZone({span}, now) {
  if (span === 'week') return null;
  return browserZone(now / 1000 - (Number(span) + 1) * 86400, now / 1000);
}

// The parameters of the API. A calendar by week has days of UTC.
export function queryOf(state, now) {
  const zone = state.local ? localZone(state, now) : null;
  return `${joined([
    ['connection', state.connection], ['prefix', state.prefix], ['endpoint', state.endpoint],
    ...(state.span === 'week' ? [['by', 'week']] : [['days', state.span]]), ['stat', state.stat],
  ])}${zone ? `&tz=${encodeURIComponent(zoneText(zone))}` : ''}`;
}

// The report of a cell, or of a finding.
export const reportAddress = (state, from, to) => `/prefix?${joined([
  ['c', state.connection], ['p', state.prefix], ['e', state.endpoint], ['from', timeText(from)], ['to', timeText(to)],
])}`;
