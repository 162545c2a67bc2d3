// The state of the comparison is its address: which group, which two of its connections, which span.
//
//   /compare?g=GROUP&w=7d                      live: the span up to now
//   /compare?g=GROUP&from=…&to=…               frozen
//   a=CONNECTION  b=CONNECTION                 the two that are drawn, if not the first two
//   p=PREFIX (repeated)  e=ENDPOINT  y=log  at=TIME (the pinned cursor)

import {full, joined, spanIn, timeIn, timeText} from '../report/address.js';

// The window without another in the address. A store reads every sample of it, for all prefixes of the group, so there it
// is the report's.
export const standardWindow = (group) => (group.includes('@') ? '1d' : '7d');

// The state with another group; a standard window is that of this group.
export const withGroup = (state, group) => ({
  ...state, group, window: state.window === standardWindow(state.group) ? standardWindow(group) : state.window,
});

export function readAddress(search) {
  const parameters = new URLSearchParams(search);
  const group = parameters.get('g') ?? '';
  return {
    group,
    first: parameters.get('a') ?? '',
    second: parameters.get('b') ?? '',
    prefixes: parameters.getAll('p'),
    endpoint: parameters.get('e') ?? '',
    ...spanIn(parameters, standardWindow(group)),
    log: parameters.get('y') === 'log',
    at: timeIn(parameters, 'at'),
  };
}

export const addressOf = (state) => `/compare?${joined([
  ['g', state.group], ['a', state.first], ['b', state.second], ...state.prefixes.map((prefix) => ['p', prefix]),
  ['e', state.endpoint], ['w', state.window], ['from', state.from && timeText(state.from)],
  ['to', state.to && timeText(state.to)], ['y', state.log && 'log'], ['at', state.at && timeText(state.at)],
])}`;

// The question to the API; `format`: '' or '.csv'.
export const requestOf = (state, format = '') => `/api/v1/groups/${encodeURIComponent(state.group)}/compare${format}?${joined([
  ...state.prefixes.map((prefix) => ['prefix', prefix]), ['endpoint', state.endpoint], ['window', state.window],
  ['from', state.from && full(state.from)], ['to', state.to && full(state.to)],
])}`;

// What the same series and span are in the report.
export const reportAddress = (state, {connection, prefix}) => `/prefix?${joined([
  ['c', connection], ['p', prefix], ['e', state.endpoint], ['w', state.window],
  ['from', state.from && timeText(state.from)], ['to', state.to && timeText(state.to)],
])}`;
