// The state of the report is its address: which series, which span, and how it is drawn.
//
//   /prefix?c=CONNECTION&p=PREFIX&w=1d                         live: the span up to now
//   /prefix?c=…&p=…&from=2026-11-26T08:00Z&to=…                frozen
//   e=ENDPOINT  y=log  max=1  at=TIME (the pinned cursor)

export const WINDOWS = [
  ['6h', '6 h', 6 * 3600], ['12h', '12 h', 12 * 3600], ['1d', '1 d', 86400], ['7d', '7 d', 7 * 86400],
  ['30d', '30 d', 30 * 86400], ['90d', '90 d', 90 * 86400], ['1y', '1 y', 365 * 86400],
];

export const LEAST_SPAN = 300;  // seconds; records are of a minute
const LONGEST_SPAN = 3650 * 86400;

// Times are Unix seconds. RFC 3339 without what is zero.
export function timeText(time) {
  const text = new Date(time * 1000).toISOString();
  return text.endsWith(':00.000Z') ? `${text.slice(0, 16)}Z` : `${text.slice(0, 19)}Z`;
}

export function timeIn(parameters, name) {
  const time = Date.parse(parameters.get(name) ?? '');
  return Number.isNaN(time) ? null : Math.round(time / 1000);
}

// The span of an address: frozen, or the window up to now; `standard` without one.
export function spanIn(parameters, standard) {
  const from = timeIn(parameters, 'from');
  const to = timeIn(parameters, 'to');
  if (from !== null && to !== null && from < to) return {window: null, from, to};
  const wanted = parameters.get('w');
  return {window: WINDOWS.some(([name]) => name === wanted) ? wanted : standard, from: null, to: null};
}

export function readAddress(search) {
  const parameters = new URLSearchParams(search);
  return {
    connection: parameters.get('c') ?? '',
    prefix: parameters.get('p') ?? '',
    endpoint: parameters.get('e') ?? '',
    ...spanIn(parameters, '1d'),
    log: parameters.get('y') === 'log',
    max: parameters.get('max') === '1',
    at: timeIn(parameters, 'at'),
  };
}

// Colons and slashes stay readable.
const encoded = (value) => encodeURIComponent(value).replaceAll('%2F', '/').replaceAll('%3A', ':');

export function joined(pairs) {
  return pairs.filter(([, value]) => value).map(([name, value]) => `${name}=${encoded(value)}`).join('&');
}

export function addressOf(state) {
  return `/prefix?${joined([
    ['c', state.connection], ['p', state.prefix], ['e', state.endpoint], ['w', state.window],
    ['from', state.from && timeText(state.from)], ['to', state.to && timeText(state.to)],
    ['y', state.log && 'log'], ['max', state.max && '1'], ['at', state.at && timeText(state.at)],
  ])}`;
}

export const full = (time) => `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;

// The parameters of the same series and span in the API.
export function queryOf(state, {endpoint = true} = {}) {
  return joined([
    ['connection', state.connection], ['prefix', state.prefix], ['endpoint', endpoint && state.endpoint],
    ['window', state.window], ['from', state.from && full(state.from)], ['to', state.to && full(state.to)],
  ]);
}

// The state with another span, cut to what the API answers. Never in the future.
export function withSpan(state, from, to, now) {
  const middle = (from + to) / 2;
  const length = Math.min(Math.max(to - from, LEAST_SPAN), LONGEST_SPAN);
  const end = Math.min(middle + length / 2, now);
  const minutes = (time) => Math.round(time / 60) * 60;
  const begin = Math.max(0, minutes(end - length));
  return {...state, window: null, from: begin, to: Math.max(minutes(end), begin + LEAST_SPAN), at: null};
}

export const lengthOf = (state) => (state.window
  ? WINDOWS.find(([name]) => name === state.window)[2] : state.to - state.from);
