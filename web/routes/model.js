// What the view of routes says about an answer of /api/v1/routes, as values. Pure.

// Marks of marks.js by the `state` of a prefix, the worst first.
export const TONES = {bad: 'fail', warning: 'warn', unknown: 'unknown', ok: 'pass'};
const RANKS = Object.keys(TONES);

const {compare} = new Intl.Collator('en', {numeric: true});

export const routesLink = (connection, prefix) =>
  `/routes?${new URLSearchParams({c: connection, p: prefix}).toString().replaceAll('%2F', '/').replaceAll('%3A', ':')}`;

export const keyOf = ({connection, prefix}) => `${connection} ${prefix}`;

// The worst first, then by name.
export const inOrder = (prefixes) => [...prefixes].sort((a, b) =>
  RANKS.indexOf(a.state) - RANKS.indexOf(b.state) || compare(a.connection, b.connection) || compare(a.prefix, b.prefix));

export const countsOf = (prefixes) =>
  RANKS.map((state) => [state, prefixes.filter((one) => one.state === state).length]).filter(([, count]) => count > 0);

// The AS next to the origin; prepends are left out. Null if the path has only one AS.
export function upstreamOf(path) {
  if (!path) return null;
  const origin = path[path.length - 1];
  return path.findLast((as) => as !== origin) ?? null;
}

export const asText = (as) => (as == null ? null : `AS ${as}`);

export const listText = (numbers) => numbers.map((as, index) => (index === 0 ? asText(as) : as)).join(', ');

// Whether an AS is as configured: true, false, or null where anybody may be it.
export const isExpected = (as, list) => (as == null || list.length === 0 ? null : list.includes(as));

export const isLost = ({up, synchronised}) => !up || !synchronised;

// "edge-1, 192.0.2.11"; the router's own table has no peer.
export const placeOf = ({router, peer}) => (peer === null ? `${router}, own table` : `${router}, ${peer}`);

export const SHOWS = {
  received: 'what the peer sends', announced: 'what the router announces to the peer', local: 'what the router uses',
  foreign: 'foreign routes only',
};

export const RPKI = {valid: ['pass', 'valid'], invalid: ['fail', 'invalid'], not_found: [null, 'not found'],
                     unknown: ['unknown', 'unknown']};

// How many of the sessions are known.
export const knownSessions = ({sessions}) => sessions.filter(({state}) => state !== 'unknown').length;

// Foreign routes of a prefix or inside it that RIS peers report.
export const isForeign = (route, {prefix, expected}) => (isExpected(route.origin, expected.origins) === false
  || (route.network !== prefix && !expected.more_specifics.includes(route.network)));

export const matches = (prefix, label, search) => {
  const text = [prefix.connection, prefix.prefix, prefix.word, label, ...prefix.sessions.map(placeOf),
                ...prefix.expected.origins.map(String)].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
};
