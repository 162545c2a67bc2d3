// What the overview says about connections, as values: states, labels, order, and what a search finds. Pure.

import {said} from '../format.js';
import {rankOf, wordOf} from '../marks.js';

// The state of a connection or a redundancy group: its result, or Down where it does not reach the edge at all.
export function stateOf({up, up_since, result, since, branch}) {
  if (branch?.dark) return {result: 'Indeterminate', word: 'Dark', rank: 1.5, since, down: false, dark: true};
  if (up === false) return {result: 'Fail', word: 'Down', rank: -1, since: up_since, down: true};
  return {result, word: wordOf(result), rank: rankOf(result), since: result === null ? null : since, down: false};
}

export const works = (subject) => subject.up === true && subject.result !== 'Fail';

export const capital = (text) => text && text.charAt(0).toUpperCase() + text.slice(1);

// Why a connection has its result, in the words of the daemon and its log; null if there is no reason.
export function reasonOf({up, up_reason, diagnosis, reason}) {
  if (up !== false) return said(reason);
  return said(`${up_reason ?? 'it does not reach the edge'}${diagnosis ? ` (${diagnosis})` : ''}`);
}

// The second line of its row.
const lineOf = (connection) =>
  [connection.maintenance && 'In maintenance', capital(reasonOf(connection))].filter(Boolean).join('. ');

export const reportLink = (connection, prefix) =>
  `/prefix?${new URLSearchParams({c: connection, p: prefix}).toString().replaceAll('%2F', '/')}`;

// Place and partner by name of connection. Where two connections have the same, or no city is known, the place
// is the connection's name.
// Over a store, cities repeat: the place begins with the connection's name.
export function labelsOf(connections) {
  if (connections[0]?.branch) {
    return new Map(connections.map(({name, partner, location, branch}) =>
      [name, {place: [branch.connection, location.city].filter(Boolean).join(', '), partner}]));
  }
  const count = new Map();
  const text = ({location, partner}) => `${location.city} · ${partner}`;
  for (const one of connections) count.set(text(one), (count.get(text(one)) ?? 0) + 1);
  return new Map(connections.map((one) => {
    const {name, partner, location} = one;
    const clear = location.city && count.get(text(one)) === 1;
    return [name, {place: clear ? location.city : name, partner}];
  }));
}

// Places of groups by name: the city of all members, or else the group's name.
export function placesOf({groups, connections}) {
  const cities = new Map(connections.map(({name, location}) => [name, location.city]));
  const cityOf = (group) => {
    const all = new Set(group.connections.map((name) => cities.get(name)));
    return all.size === 1 ? [...all][0] : null;
  };
  const count = new Map();
  for (const group of groups) count.set(cityOf(group), (count.get(cityOf(group)) ?? 0) + 1);
  return new Map(groups.map((group) => {
    const city = cityOf(group);
    return [group.name, city && count.get(city) === 1 ? city : group.name];
  }));
}

const {compare: text} = new Intl.Collator('en', {numeric: true});

// Compares only values that change with a result or the configuration, so that rows do not move with each figure.
const ORDERS = {
  worst: (a, b) => a.state.rank - b.state.rank || a.routeRank - b.routeRank || a.groupRank - b.groupRank
    || (a.state.rank < 2 ? text(b.state.since ?? '', a.state.since ?? '') : 0)
    || text(a.label.place, b.label.place) || text(a.label.partner, b.label.partner),
  place: (a, b) => text(a.label.place, b.label.place) || text(a.label.partner, b.label.partner),
  partner: (a, b) => text(a.label.partner, b.label.partner) || text(a.label.place, b.label.place),
  branch: (a, b) => text(siteOf(a.connection), siteOf(b.connection)) || ORDERS.worst(a, b),
};
export const ORDER_NAMES = [['worst', 'worst first'], ['place', 'location'], ['partner', 'partner'], ['branch', 'site']];

// The site of a branch over a store, or its host; empty on the page of a single host.
export const siteOf = ({branch}) => branch?.site ?? branch?.instance ?? '';

// The sites over a store, the worst first: {site, state, count, bad}. Empty on the page of a single host.
export function sitesOf({store, connections}) {
  if (!store) return [];
  const sites = new Map();
  for (const connection of connections) {
    const state = stateOf(connection);
    const site = siteOf(connection);
    const found = sites.get(site) ?? {site, state, count: 0, bad: 0};
    if (state.rank < found.state.rank) found.state = state;
    found.count += 1;
    found.bad += state.rank < 2 ? 1 : 0;
    sites.set(site, found);
  }
  return [...sites.values()].sort((a, b) => a.state.rank - b.state.rank || b.bad - a.bad || text(a.site, b.site));
}

// The other members of a connection's group in words: {result, text, alone, noneLeft}; null without a group.
function otherPath(connection, group, byName) {
  if (!group) return null;
  const others = group.connections.filter((name) => name !== connection.name).map((name) => byName.get(name))
    .filter(Boolean);
  if (others.length === 0) return null;
  const states = others.map(stateOf).sort((a, b) => a.rank - b.rank);
  const good = others.filter(works).length;
  const best = states.at(-1);
  if (group.up === false) return {result: 'Fail', text: 'none left', alone: true, noneLeft: true};
  if (good === 0 && works(connection)) return {result: best.result, text: 'only path', alone: true};
  if (others.length > 1) return {result: best.result, text: `${good} of ${others.length} work`, alone: false};
  const words = {Pass: 'passes', Warning: 'warning', Fail: best.down ? 'down' : 'failing', Indeterminate: 'not known'};
  return {result: best.result, text: words[best.result] ?? (others[0].up ? 'up' : 'not known'), alone: false};
}

// 0 is worst. Of connections with the same result, those with a bad route come first; results know nothing of routes
// that no alert is set for.
const ROUTE_RANKS = {bad: 0, warning: 1};
const routeRankOf = ({prefixes}) => Math.min(2, ...prefixes.map(({routes}) => ROUTE_RANKS[routes?.state] ?? 2));

// The connections of an overview with all that a row needs, in order.
export function rowsOf(overview, order) {
  const byName = new Map(overview.connections.map((one) => [one.name, one]));
  const groups = new Map(overview.groups.map((one) => [one.name, one]));
  const labels = labelsOf(overview.connections);
  const rows = overview.connections.map((connection) => {
    const group = groups.get(connection.redundancy_group);
    return {
      connection, label: labels.get(connection.name), state: stateOf(connection), reason: lineOf(connection), routeRank: routeRankOf(connection),
      groupRank: group ? stateOf(group).rank : 9, other: otherPath(connection, group, byName),
    };
  });
  return rows.sort(ORDERS[order] ?? ORDERS.worst);
}

// Whether a row has every word of the search.
export function matches({connection, label, state}, search) {
  const {name, partner, location, redundancy_group: group, prefixes, branch} = connection;
  const all = [name, branch?.site, partner, label.place, location.city, location.state, location.country, group, state.word,
               ...prefixes.flatMap(({prefix, network, source}) =>
                 [prefix, network, source?.address, source?.interface])];
  const haystack = all.filter(Boolean).join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => haystack.includes(word));
}

// How many connections there are of each state, and how many paths the redundancy groups have.
export function summaryOf(overview) {
  const states = overview.connections.map(stateOf);
  const count = (test) => states.filter(test).length;
  const byName = new Map(overview.connections.map((one) => [one.name, one]));
  const paths = overview.groups.map((group) => (group.up === false ? null
    : group.connections.filter((name) => byName.has(name) && works(byName.get(name))).length));
  return {
    down: count(({down}) => down),
    fail: count(({down, result}) => !down && result === 'Fail'),
    warning: count(({result}) => result === 'Warning'),
    dark: count(({dark}) => Boolean(dark)),
    unknown: count(({result, dark}) => result === 'Indeterminate' && !dark),
    pass: count(({result}) => result === 'Pass'),
    none: count(({result}) => result === null),
    total: states.length,
    unlimited: overview.store ? 0 : overview.connections.filter(({prefixes}) =>
      prefixes.every(({thresholds}) => Object.keys(thresholds).length === 0)).length,
    groups: paths.length,
    cutOff: paths.filter((working) => working === null).length,
    onNone: paths.filter((working) => working === 0).length,
    onOne: paths.filter((working) => working === 1).length,
    onMore: paths.filter((working) => working > 1).length,
  };
}
