// The head of the calendar and its line of tools.

import {el, fill, setText} from '../dom.js';
import {actionLink, copyButton, refill} from '../report/tools.js';
import {findPrefix, placeOf} from '../report/head.js';
import {SPANS, STATS, addressOf, localZone, queryOf, unitOf} from './address.js';
import {zoneName} from './zone.js';
import {THIN} from '../format.js';

function chooser(overview, state, go) {
  const value = (connection, prefix) => JSON.stringify([connection, prefix]);
  const select = el('select', {'aria-label': 'Another prefix', class: 'other-prefix'}, el('option', {value: '', selected: true}, 'another prefix'),
    overview.connections.map(({name, partner, prefixes}) => el('optgroup', {label: `${name} · ${partner}`}, prefixes.map(({prefix}) =>
      el('option', {value: value(name, prefix), disabled: name === state.connection && prefix === state.prefix}, prefix)))));
  select.addEventListener('change', () => {
    if (!select.value) return;
    const [connection, prefix] = JSON.parse(select.value);
    go({...state, connection, prefix, endpoint: '', at: null});
  });
  return select;
}

export function makeHead(go) {
  const crumb = el('p', {class: 'crumb'});
  const other = el('span', {class: 'no-print'});
  const note = el('p', {class: 'quiet partners'});
  const node = el('header', {class: 'report-head'}, el('div', {class: 'report-title'},
    el('div', {}, crumb, el('div', {class: 'title-line'}, el('h1', {}, 'When is it worse than usual?'), other)), note));
  return {
    node,
    update({overview, state}) {
      setText(note, state.stat === 'loss' ? `The share lost in each ${unitOf(state)}.`
        : `Each cell compared with the baseline of its ${unitOf(state)} of the week.`);
      if (!overview) return;
      const {connection, prefix} = findPrefix(overview, state);
      const report = `/prefix?c=${encodeURIComponent(state.connection)}&p=${encodeURIComponent(state.prefix).replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
      fill(crumb, JSON.stringify([connection?.location, connection?.partner, state]), connection ? `${placeOf(connection) || connection.name} · ${connection.partner} · ` : `${state.connection} `,
           el('a', {href: report}, state.prefix), state.endpoint ? ` · ${state.endpoint}` : null);
      const total = overview.connections.reduce((sum, each) => sum + each.prefixes.length, 0);
      if (total > 1 || !prefix) {
        fill(other, JSON.stringify([overview.connections.map((each) => [each.name, each.prefixes.map((one) => one.prefix)]), state]),
             chooser(overview, state, go));
      }
    },
  };
}

const choice = (list, key, label, state, go) => el('span', {class: `segments ${key === 'span' ? 'windows' : ''}`, role: 'group', 'aria-label': label},
  list.map(([value, name]) => {
    const next = {...state, [key]: value, at: null};
    return actionLink(addressOf(next), () => go(next), {'aria-current': state[key] === value ? 'true' : null}, name.replace(' ', THIN));
  }));

function endpointChoice(endpoints, state, go) {
  if (endpoints.length < 2 && !state.endpoint) return null;
  const names = endpoints.includes(state.endpoint) || !state.endpoint ? endpoints : [...endpoints, state.endpoint];
  const select = el('select', {'aria-label': 'Endpoint'}, el('option', {value: '', selected: !state.endpoint}, `All ${names.length} endpoints, pooled`),
                    names.map((name) => el('option', {value: name, selected: name === state.endpoint}, name)));
  select.addEventListener('change', () => go({...state, endpoint: select.value}));
  return select;
}

// Days are of UTC by week; so are all, where local time is not whole hours from UTC.
function zoneChoice(state, zone, go) {
  if (state.span === 'week') return el('span', {class: 'quiet'}, 'UTC days');
  if (zone === null) return el('span', {class: 'quiet'}, 'UTC: local time is not a whole number of hours from UTC');
  const name = zoneName(zone);
  if (name === 'UTC') return el('span', {class: 'quiet'}, 'UTC');  // as local time
  const zones = choice([[false, 'UTC'], [true, name]], 'local', 'Time', state, go);
  zones.title = `${name} is your local time${zone.changes.length > 0 ? ', with its changes to and from summer time' : ''}`;
  return zones;
}

export function makeTools(go) {
  const node = el('div', {class: 'tools no-print'});
  const paper = el('p', {class: 'only-print'});
  const keys = [];
  const part = (look) => {
    const span = el('span', {class: look});
    node.append(span);
    keys.push(span);
    return span;
  };
  const [spans, stats, endpoint, zone, range, exports] = ['choice windows-choice', 'choice', 'choice', 'choice', 'range', 'end'].map(part);
  range.setAttribute('role', 'status');
  return {
    node, paper,
    say: (text) => setText(range, text),
    update({state, endpoints, now}) {
      const address = addressOf({...state, at: null});
      refill(spans, address, '[aria-current]', choice(SPANS, 'span', 'Days', state, go));
      refill(stats, address, '[aria-current]', choice(STATS, 'stat', 'Figure', state, go));
      refill(endpoint, JSON.stringify([address, endpoints]), 'select', endpointChoice(endpoints, state, go));
      const local = localZone(state, now);
      refill(zone, JSON.stringify([address, local]), '[aria-current]', zoneChoice(state, local, go));
      const query = queryOf(state, now);
      const link = () => new URL(addressOf(state), location.href).href;
      setText(paper, link());
      refill(exports, JSON.stringify([addressOf(state), query]), 'button', el('a', {href: `/api/v1/calendar.csv?${query}`, download: `${state.connection}-calendar.csv`}, 'CSV'),
             el('a', {href: `/api/v1/calendar?${query}`}, 'JSON'), copyButton(link, 'Link', 'Link copied'),
             el('button', {type: 'button', class: 'link-button only-wide', onclick: () => window.print()}, 'Print'));
    },
  };
}
