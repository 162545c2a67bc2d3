// What each vantage point sees of a prefix now: the BGP sessions, and RIS Live as a whole.

import {el} from '../dom.js';
import {NONE, counted, integer, near} from '../format.js';
import {icon} from '../marks.js';
import {RPKI, SHOWS, asText, isExpected, isForeign, upstreamOf} from './model.js';
import {withdrawnAt} from './event_pairs.js';

const PRESENT = [icon.bind(null, 'check', {tone: 'pass'}), 'present'];

// [mark, word, remark]. In a table that shows foreign routes only, absence is expected.
function stateOf(session) {
  const {state, shows, session_up: up, problem} = session;
  if (state === 'present') return [PRESENT[0](), PRESENT[1], null];
  if (state === 'unknown') return [icon('unknown', {tone: 'unknown'}), el('b', {class: 'unknown'}, 'unknown'), problem];
  const why = up === false ? 'the BGP session ended' : null;
  if (shows === 'foreign') return [icon('none', {tone: 'quiet'}), 'absent', why ?? 'not evaluated: foreign routes only'];
  return [icon('cross', {tone: 'fail'}), el('b', {class: 'over-critical'}, 'absent'), why];
}

function checked(as, list, what) {
  if (as == null) return NONE;
  const expected = isExpected(as, list);
  if (expected === null) return asText(as);
  return expected ? [asText(as), ' ', icon('check', {tone: 'pass', label: 'as expected'})]
    : [icon('cross', {tone: 'fail'}), ' ', el('b', {class: 'over-critical'}, `${asText(as)}, ${what}`)];
}

// Without a cache there is nothing to know.
function rpkiCell(state, hasCache) {
  if (!hasCache) return NONE;
  const [tone, word] = RPKI[state] ?? [null, state];
  const shape = {pass: 'check', fail: 'cross', unknown: 'unknown'}[tone];
  return [shape ? icon(shape, {tone}) : null, shape ? ' ' : null, tone === 'fail' ? el('b', {class: 'over-critical'}, word) : word];
}

const cell = (name, look, ...content) => el('td', {class: look, 'data-name': name}, content);

// `shape`: {hasCache, hasCommunities}, of the whole table.
function routeCells({origin, as_path: path, communities, rpki}, {origins, upstreams, community}, {hasCache, hasCommunities}) {
  if (!path) {
    return ['origin', 'upstream', 'AS path', 'RPKI', hasCommunities && 'communities'].filter(Boolean)
      .map((name) => cell(name, 'empty', NONE));
  }
  const shown = (communities ?? []).map((one, index) => [index > 0 ? ', ' : '', one === community ? el('b', {}, one) : one]);
  return [cell('origin', isExpected(origin, origins) === false ? null : 'whole', origin == null ? 'not clear (AS_SET)' : checked(origin, origins, 'not expected')),
          cell('upstream', isExpected(upstreamOf(path), upstreams) === false ? null : 'whole', checked(upstreamOf(path), upstreams, 'not expected')),
          cell('AS path', 'path', path.join(' ')), cell('RPKI', hasCache ? 'whole' : 'empty', rpkiCell(rpki, hasCache)),
          hasCommunities && cell('communities', shown.length > 0 ? 'path' : 'empty', shown.length > 0 ? shown : NONE)];
}

function sessionRow(session, index, {prefix, events, now, ...shape}) {
  const [mark, word, remark] = stateOf(session);
  const since = session.since ?? (session.state === 'absent' ? withdrawnAt(session, events) : null);
  const use = index === prefix.active ? 'in use' : index === prefix.backup ? 'backup route' : null;
  return el('tr', {class: session.state},
            el('th', {scope: 'row'}, el('b', {}, session.router), ' ',
               el('small', {}, session.peer === null ? 'own table' : session.peer,
                  session.peer_as ? ` AS ${session.peer_as}` : '')),
            cell('role', null, session.role, use ? [' ', el('span', {class: 'use'}, use)] : null),
            el('td', {class: 'v-shows', 'data-name': 'shows', title: SHOWS[session.shows]}, session.shows),
            cell('prefix', 'v-state', mark, ' ', word,
                 since ? [' ', el('span', {class: 'quiet whole', title: since}, `since ${near(since, now)}`)] : null,
                 remark ? el('small', {}, remark) : null),
            routeCells(session, prefix.expected, shape));
}

const risMark = ({current, known, visible}) => {
  if (!current) return [icon('unknown', {tone: 'unknown'}), ' ', el('b', {class: 'unknown'}, 'unknown')];
  if (known === 0) return [icon('none', {tone: 'quiet'}), ' ', 'no route sent yet'];
  return [icon('check', {tone: 'pass'}), ' ', `${integer(visible)} of ${counted(known, 'peer')}`];
};

// RIS as a whole, with the route that most peers have.
function risRow({ris, expected, prefix}, shape) {
  const most = ris.current ? ris.routes.find(({network}) => network === prefix) : undefined;
  const remark = !ris.current ? 'the stream is not connected, silent or late'
    : ris.known === 0 ? 'RIS Live sends only changes: a peer is known after its next message' : 'of the peers that have had the prefix';
  return el('tr', {class: ris.current ? 'present' : 'unknown'},
            el('th', {scope: 'row'}, el('b', {}, 'RIPE RIS'), ' ', el('small', {}, 'all peers')),
            cell('role', 'empty', NONE), cell('shows', 'v-shows', 'foreign'),
            cell('prefix', 'v-state', risMark(ris), el('small', {}, remark)),
            routeCells(most ? {...most, communities: null} : {as_path: null}, expected, shape));
}

const HEADS = ['Vantage', 'Role', 'Shows', 'Prefix', 'Origin', 'Upstream', 'AS path', 'RPKI'];

// `hasCache`: an RPKI cache is configured.
export function vantagesTable(prefix, events, {now, hasCache}) {
  const hasCommunities = prefix.expected.community !== null || prefix.sessions.some(({communities}) => communities?.length > 0);
  const parts = {prefix, events, now, hasCache, hasCommunities};
  return el('table', {class: 'route-table vantages'},
            el('caption', {class: 'sr'}, 'What each vantage point sees of the prefix now'),
            el('thead', {}, el('tr', {}, [...HEADS, hasCommunities && 'Communities'].filter(Boolean).map((head) =>
              el('th', {scope: 'col'}, head)))),
            el('tbody', {}, prefix.sessions.map((session, index) => sessionRow(session, index, parts)),
               prefix.ris ? risRow(prefix, parts) : null));
}

// Active route anomalies, and foreign routes of too few RIS peers to count.
export function foreignTable(prefix, now) {
  const anomalies = prefix.anomalies.map(({network, as, since, summary}) =>
    [network, as, [icon('fail', {tone: 'fail'}), ' ', summary], since]);
  const known = new Set(prefix.anomalies.map(({network, as}) => `${network} ${as}`));
  const few = (prefix.ris?.current ? prefix.ris.routes : []).filter((route) => isForeign(route, prefix)
    && !known.has(`${route.network} ${route.origin}`));
  const rare = few.map(({network, origin, peers, as_path: path}) =>
    [network, origin, [icon('info', {tone: 'quiet'}), ' ', `${counted(peers, 'RIS peer')}, not counted: ${path.join(' ')}`], null]);
  const rows = [...anomalies, ...rare];
  if (rows.length === 0) return null;
  return el('table', {class: 'route-table foreign'},
            el('caption', {class: 'sr'}, 'Active route anomalies, and foreign routes'),
            el('thead', {}, el('tr', {}, ['Network', 'AS', 'What', 'Since'].map((head) => el('th', {scope: 'col'}, head)))),
            el('tbody', {}, rows.map(([network, as, what, since]) => el('tr', {},
              el('th', {scope: 'row'}, el('b', {}, network)), cell('AS', null, as == null ? NONE : String(as)), el('td', {class: 'f-what'}, what),
              cell('since', null, since ? el('time', {datetime: since, title: since}, near(since, now)) : NONE)))));
}
