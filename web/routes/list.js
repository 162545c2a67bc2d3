// All prefixes with expected routes, the worst first.

import {el, fill, show} from '../dom.js';
import {NONE, counted} from '../format.js';
import {icon} from '../marks.js';
import {labelsOf} from '../overview/model.js';
import {RPKI, TONES, asText, countsOf, inOrder, keyOf, knownSessions, matches, placeOf, routesLink} from './model.js';
import {waitingNote} from './notes.js';
import {lossSentence, sourcesTable} from './sources.js';

const WORDS = {bad: 'bad', warning: 'with a warning', unknown: 'unknown', ok: 'ok'};

const stateMark = ({state, word}) => [icon(TONES[state] ?? 'unknown', {tone: TONES[state] ?? 'unknown'}), ' ',
  el(state === 'ok' ? 'span' : 'b', {class: `word ${TONES[state] ?? ''}`}, word)];

// "2 bad, 1 unknown, 7 ok"
const countLine = (prefixes) => countsOf(prefixes).map(([state, count]) =>
  el('span', {class: 'number-of'}, icon(TONES[state], {tone: TONES[state]}), el('b', {}, String(count)), ` ${WORDS[state]}`));

function activeRoute({active, sessions}) {
  const session = active === null ? null : sessions[active];
  return session?.as_path ? {session, text: `${placeOf(session)}${session.role === 'backup' ? ' (backup)' : ''}`} : null;
}

function vantageText(prefix) {
  const total = prefix.sessions.length;
  const parts = [];
  if (total > 0) parts.push(`${knownSessions(prefix)} of ${counted(total, 'session')}`);
  if (prefix.ris) parts.push(prefix.ris.current ? `RIS ${prefix.ris.visible} of ${prefix.ris.known}` : 'RIS unknown');
  return parts.join(', ') || 'none';
}

function row(prefix, label, hasCache) {
  const active = activeRoute(prefix);
  const cell = (name, look, ...content) => el('td', {class: look, 'data-name': name}, content);
  return el('tr', {class: prefix.state, 'data-key': keyOf(prefix)},
            el('td', {class: 'l-state'}, stateMark(prefix)),
            el('th', {class: 'l-prefix', scope: 'row'}, el('a', {class: 'row-link', href: routesLink(prefix.connection, prefix.prefix)}, prefix.prefix)),
            el('td', {class: 'l-name'}, label),
            cell('in use', active ? null : 'empty', active ? active.text : NONE),
            cell('origin', active ? null : 'empty', active ? asText(active.session.origin) ?? NONE : NONE),
            cell('RPKI', active && hasCache ? null : 'empty', active && hasCache ? RPKI[active.session.rpki][1] : NONE),
            cell('known', null, vantageText(prefix)),
            el('td', {class: 'l-text'}, prefix.text ?? ''));
}

const HEADS = ['Routes', 'Prefix', 'Connection', 'Route in use', 'Origin', 'RPKI', 'Known', 'Why'];

// `labels` by connection; `search` may be empty. Returns {node, count}.
function prefixTable({prefixes, sources}, labels, search) {
  const hasCache = sources.some(({source}) => source === 'rpki');
  const label = ({connection}) => labels.get(connection) ?? connection;
  const found = inOrder(prefixes).filter((prefix) => search === '' || matches(prefix, label(prefix), search));
  const node = el('table', {class: 'route-table prefixes'},
                  el('caption', {class: 'sr'}, 'Routes of all prefixes, the worst first'),
                  el('thead', {}, el('tr', {}, HEADS.map((head) => el('th', {scope: 'col'}, head)))),
                  el('tbody', {}, found.map((prefix) => row(prefix, label(prefix), hasCache))));
  return {node, count: found.length};
}

// `update({answer, overview, search, now})`.
export function makeListView() {
  const counts = el('p', {class: 'counts'});
  const loss = el('div', {});
  const table = el('div', {class: 'scroll-x'});
  const nothing = el('p', {class: 'note', role: 'status', hidden: ''});
  const sources = el('div', {});
  const node = el('div', {}, el('div', {class: 'route-head'}, el('h1', {}, 'Routes'), counts), loss, table, nothing,
                  el('section', {'aria-labelledby': 'sources-title'},
                     el('div', {class: 'section-line'}, el('h2', {id: 'sources-title'}, 'Sources')), sources));
  return {
    node,
    update({answer, overview, search, now}) {
      const labels = new Map([...(overview ? labelsOf(overview.connections) : [])].map(([name, {place, partner}]) => [name, `${place} · ${partner}`]));
      const focused = document.activeElement?.closest?.('tr')?.dataset.key;
      fill(counts, JSON.stringify(answer.prefixes.map(({state}) => state)), countLine(answer.prefixes));
      const sentence = lossSentence(answer.sources);
      fill(loss, `${sentence}`, waitingNote(answer) ?? (sentence ? el('p', {class: 'route-loss', role: 'status'}, sentence) : null));
      const made = prefixTable(answer, labels, search);
      fill(table, JSON.stringify([answer.prefixes, [...labels], search]), made.node);
      if (focused && document.activeElement === document.body) table.querySelector(`tr[data-key="${CSS.escape(focused)}"] a`)?.focus();
      show(table, made.count > 0);
      show(nothing, made.count === 0);
      fill(nothing, search, `Nothing here has “${search}” in its name, prefix or session.`);
      fill(sources, JSON.stringify([Math.floor(now / 60000), answer.sources]), sourcesTable(answer.sources, now));
    },
  };
}
