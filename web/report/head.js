// The head of the report: which prefix, how it is now and why, what its partners do, and where it is probed from.

import {el, fill} from '../dom.js';
import {THIN, counted, duration, milliseconds, near, percent, said} from '../format.js';
import {classOf, icon, mark, wordOf} from '../marks.js';
import {TONES, routesLink} from '../routes/model.js';
import {isOffered} from './tools.js';

export const placeOf = ({location}) => [location.city, location.state, location.country].filter(Boolean).join(', ');

export function findPrefix(overview, state) {
  const connection = overview?.connections.find(({name}) => name === state.connection) ?? null;
  const prefix = connection?.prefixes.find((each) => each.prefix === state.prefix) ?? null;
  return {connection, prefix};
}

// "Warning for 38 min: latency 9.1 ms > 8 ms"
function verdict(prefix, now) {
  if (!prefix) return ['none', null, 'No longer in the configuration: this is its history'];
  const {result, since, reason, reach} = prefix;
  if (reach.state === 'down' || reach.state === 'no_source') {
    const why = reach.state === 'down' ? 'no answer from the edge' : prefix.problem ?? 'no source address';
    const lasting = reach.since ? ` for ${duration((now - Date.parse(reach.since)) / 1000, {coarse: true})}` : '';
    return ['fail', 'Fail', `Down${lasting}: ${why}`];
  }
  if (result === null) return ['none', null, 'No thresholds set, so no result: set alerts in the configuration'];
  const lasting = since ? ` for ${duration((now - Date.parse(since)) / 1000, {coarse: true})}` : '';
  return [classOf(result), result, `${wordOf(result)}${lasting}${reason ? `: ${said(reason)}` : ''}`];
}

const WORDS = {Pass: 'passes', Warning: 'has a warning', Fail: 'is failing', Indeterminate: 'has no known result'};

const stateWords = ({result, up}) => (up === false ? 'is down' : WORDS[result] ?? 'has no thresholds');

// What the other connections of the group do now, with the link to see them side by side.
function partners(overview, connection) {
  const group = connection?.redundancy_group;
  const others = (overview?.connections ?? []).filter(({name, redundancy_group: its}) =>
    group && its === group && name !== connection.name);
  if (others.length === 0) return [];
  const texts = others.slice(0, 2).map((other) => {
    const figures = other.latency == null ? '' : `: ${milliseconds(other.latency)}${THIN}ms`;
    return `${other.partner} ${stateWords(other)} here${figures}. `;
  });
  return [...texts, isOffered('/compare') ? el('a', {href: `/compare?g=${encodeURIComponent(group)}`}, 'Side by side') : null];
}

function egressText({egress}) {
  if (!egress) return ['not verified'];
  return egress.verified
    ? [egress.address, ' ', icon('check', {tone: 'pass'}), ' inside the prefix']
    : [egress.address, ' ', icon('warn', {tone: 'warn'}), ' outside the prefix'];
}

function popFact(model) {
  const last = model?.pops[model.pops.length - 1];
  if (!last) return null;
  const before = model.pops.length > 1 ? model.pops[model.pops.length - 2] : null;
  const since = before ? `, since ${near(last.from * 1000, model.end * 1000)} (was ${before.text})` : '';
  return `${last.text}${since}`;
}

// `branch` is that of a store, which has no addresses.
function facts(connection, prefix, model, paths, branch) {
  const pairs = [];
  if (branch) pairs.push(['branch', [[branch.site, branch.instance].filter(Boolean).join(', ')]]);
  if (prefix && !branch) {
    const {source, problem} = prefix;
    pairs.push(source ? ['from', [`${source.address} on ${source.interface}`]] : ['no source', [problem ?? 'no address in the prefix']]);
    pairs.push(['leaves as', egressText(prefix)]);
  }
  const pop = popFact(model);
  if (pop) pairs.push(['edge PoP', [pop]]);
  if (paths.length > 0) {
    const probes = paths.reduce((sum, path) => sum + path.probes.length, 0);
    pairs.push(['probes', [`${probes} to ${counted(paths.length, 'endpoint')}`]]);
  }
  if (prefix) {
    const {latency, loss_ratio: loss} = prefix;
    const parts = [latency == null ? null : `${milliseconds(latency)}${THIN}ms`,
                   loss == null ? null : `${loss === 0 ? 'nothing' : `${percent(loss)}`} lost`].filter(Boolean);
    if (prefix.routes) {
      const {state, word, text} = prefix.routes;
      const tone = TONES[state] ?? 'unknown';
      pairs.push(['routes', [icon(tone, {tone}), ' ', el('a', {href: routesLink(connection, prefix.prefix), title: text}, word)]]);
    }
    pairs.push(['now', [parts.length > 0 ? parts.join(', ') : 'nothing is measured']]);
  }
  return pairs;
}

function chooser(overview, state, onChoose) {
  const value = ({connection, prefix}) => JSON.stringify([connection, prefix]);
  const own = overview.connections.find(({name}) => name === state.connection)?.branch;
  const offered = own ? overview.connections.filter(({branch}) => branch.instance === own.instance) : overview.connections;
  const groups = offered.map((connection) =>
    el('optgroup', {label: `${connection.name} · ${connection.partner}`}, connection.prefixes.map(({prefix}) =>
      el('option', {value: value({connection: connection.name, prefix}),
                    disabled: connection.name === state.connection && prefix === state.prefix}, prefix))));
  const select = el('select', {'aria-label': 'Another prefix', class: 'other-prefix'},
                    el('option', {value: '', selected: true}, 'another prefix'), groups);
  select.addEventListener('change', () => {
    if (select.value) onChoose(...JSON.parse(select.value));
  });
  return select;
}

// `update({overview, state, model, paths, now})`; `now` in milliseconds. `onChoose(connection, prefix)`.
export function makeHead(onChoose) {
  const crumb = el('p', {class: 'crumb'});
  const title = el('h1', {});
  const other = el('span', {class: 'no-print'});
  const badge = el('p', {});
  const partner = el('p', {class: 'partners'});
  const list = el('dl', {class: 'facts'});
  const node = el('header', {class: 'report-head'},
                  el('div', {class: 'report-title'}, el('div', {}, crumb, el('div', {class: 'title-line'}, title, other)), badge, partner), list);

  const update = ({overview, state, model, paths, now}) => {
    const {connection, prefix} = findPrefix(overview, state);
    title.textContent = state.prefix;
    if (overview) {
      fill(crumb, JSON.stringify([connection?.location, connection?.partner, connection?.redundancy_group]),
           connection ? [el('a', {href: `/?find=${encodeURIComponent(placeOf(connection))}`}, placeOf(connection)), ' · ',
                         el('a', {href: `/?find=${encodeURIComponent(connection.partner)}`}, connection.partner),
                         ` · ${connection.name}`,
                         connection.redundancy_group ? ` · group ${connection.redundancy_group}` : null]
             : `${state.connection}`);
      const total = overview.connections.reduce((sum, each) => sum + each.prefixes.length, 0);
      const names = overview.connections.map((each) => [each.name, each.prefixes.map((one) => one.prefix)]);
      if (total > 1 || !prefix) fill(other, JSON.stringify([names, state.connection, state.prefix]), chooser(overview, state, onChoose));
      const [tone, result, text] = verdict(prefix, now);
      badge.className = `badge ${tone}`;
      fill(badge, text, result ? mark(result) : null, el('span', {}, text));
      fill(partner, JSON.stringify([state.connection, state.prefix, overview.connections.map((each) => [each.latency, each.result])]),
           partners(overview, connection));
    }
    const pairs = facts(state.connection, prefix, model, paths, connection?.branch ?? null);
    list.replaceChildren(...pairs.map(([name, content]) => el('div', {}, el('dt', {}, name), el('dd', {}, content))));
  };
  return {node, update};
}

// The prefix that an address without one means: the worst, as far as it is known.
export function standardPrefix(overview) {
  const rank = {Fail: 0, Warning: 1, Indeterminate: 2, Pass: 4};
  const all = overview.connections.flatMap((connection) => connection.prefixes.map((prefix) => ({connection, prefix})));
  const value = ({prefix}) => (prefix.reach.up === false ? -1 : rank[prefix.result] ?? 3);
  return all.sort((a, b) => value(a) - value(b))[0] ?? null;
}
