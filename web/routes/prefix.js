// The routes of one prefix: how they are now, what each vantage point sees, and the events.

import {el, fill} from '../dom.js';
import {NONE, THIN, milliseconds, near, percent} from '../format.js';
import {icon} from '../marks.js';
import {reportLink} from '../overview/model.js';
import {findPrefix, placeOf as placeOfConnection} from '../report/head.js';
import {makeEventList} from './event_list.js';
import {pairEvents} from './event_pairs.js';
import {TONES, inOrder, keyOf, listText, placeOf, routesLink} from './model.js';
import {lossSentence, sourcesTable} from './sources.js';
import {waitingNote} from './notes.js';
import {foreignTable, vantagesTable} from './vantages.js';

// "wrong origin since 14:03: announced by AS 64666 …"
function badge(prefix, now) {
  if (prefix.state === 'ok') return ['pass', 'As expected, as far as the sources show'];
  const anomaly = prefix.anomalies.find(({summary}) => summary === prefix.text);
  const since = anomaly ? ` since ${near(anomaly.since, now)}` : '';
  const word = prefix.word.charAt(0).toUpperCase() + prefix.word.slice(1);
  // Where it was seen is in the table of route anomalies.
  const text = (prefix.text ?? '').replace(new RegExp(`^${prefix.word}: `), '').split(': seen ')[0];
  return [TONES[prefix.state] ?? 'unknown', `${word}${since}${text ? `: ${text}` : ''}`];
}

// Whether probes of the same prefix still arrive.
function probesText(prefix) {
  if (!prefix) return null;
  const {reach, latency, loss_ratio: loss} = prefix;
  if (reach.state === 'down') return 'Probes from the prefix are not answered.';
  if (reach.state === 'no_source') return 'The prefix is not probed: it has no source address.';
  if (loss == null) return 'Whether probes from the prefix arrive is not measured now.';
  const lost = loss === 0 ? 'none lost' : `${percent(loss)} lost`;
  return `Probes from the prefix are answered: ${lost}${latency == null ? '' : `, ${milliseconds(latency)}${THIN}ms`}.`;
}

function facts(prefix) {
  const {expected, active, backup, sessions} = prefix;
  const session = (index, none) => (index === null ? none : placeOf(sessions[index]));
  const anyKnown = sessions.some(({state}) => state !== 'unknown');
  const pairs = [['may originate it', listText(expected.origins)],
                 ['upstreams', expected.upstreams.length > 0 ? listText(expected.upstreams) : 'any'],
                 ['own more-specifics', expected.more_specifics.join(', ') || 'none']];
  if (expected.community) pairs.push(['community', expected.community]);
  if (sessions.some(({shows}) => shows !== 'foreign')) {
    pairs.push(['route in use', session(active, anyKnown ? 'none, or unknown' : 'unknown')]);
    if (sessions.some(({role, shows}) => role === 'backup' && shows !== 'foreign')) pairs.push(['backup route', session(backup, anyKnown ? 'none, or unknown' : 'unknown')]);
  }
  return pairs;
}

function chooser(prefixes, current, navigate) {
  const groups = new Map();
  for (const one of prefixes) groups.set(one.connection, [...groups.get(one.connection) ?? [], one]);
  const select = el('select', {'aria-label': 'Another prefix', class: 'other-prefix'}, el('option', {value: '', selected: true}, 'another prefix'),
    [...groups].map(([name, list]) => el('optgroup', {label: name}, list.map((one) =>
      el('option', {value: routesLink(one.connection, one.prefix), disabled: keyOf(one) === keyOf(current)}, `${one.prefix}: ${one.word}`)))));
  select.addEventListener('change', () => select.value && navigate(select.value));
  return select;
}

const section = (id, title, note) => {
  const holder = el('div', {});
  const node = el('section', {'aria-labelledby': id},
                  el('div', {class: 'section-line'}, el('h2', {id}, title), note ? el('span', {class: 'quiet'}, note) : null), holder);
  return {node, holder};
};

// `update({answer, prefix, overview, events, now})`; `events`: {list, more, problem, searching}.
export function makePrefixView({navigate, lookBack}) {
  const [crumb, mark, probes] = [el('p', {class: 'crumb'}), el('p', {}), el('p', {class: 'partners probes-now'})];
  const [title, other] = [el('h1', {}), el('span', {class: 'no-print'})];
  const list = el('dl', {class: 'facts'});
  const loss = el('div', {});
  const vantages = section('vantages-title', 'What each vantage point sees now');
  const foreign = section('foreign-title', 'Route anomalies and foreign routes', 'of the prefix, and inside it');
  const sources = section('sources-title', 'Sources', 'of all prefixes');
  const events = makeEventList(lookBack);
  const node = el('div', {class: 'route-prefix'},
    el('header', {class: 'report-head'}, el('div', {class: 'report-title'},
       el('div', {}, crumb, el('div', {class: 'title-line'}, title, other)), mark, probes), list), loss,
    el('div', {class: 'route-grid'}, el('div', {class: 'route-main'}, foreign.node, vantages.node, sources.node), events.node));
  return {
    node,
    update({answer, prefix, overview, events: found, now}) {
      const {connection, prefix: probed} = findPrefix(overview, {connection: prefix.connection, prefix: prefix.prefix});
      fill(title, prefix.prefix, `Routes of ${prefix.prefix}`);
      fill(crumb, JSON.stringify([connection?.location, connection?.partner]), el('a', {href: '/routes'}, 'All routes'), ' · ',
           connection ? `${placeOfConnection(connection) || connection.name} · ${connection.partner} · ${connection.name} · ` : `${prefix.connection} · `,
           el('a', {href: reportLink(prefix.connection, prefix.prefix)}, 'latency report'));
      if (answer.prefixes.length > 1) {
        fill(other, JSON.stringify(answer.prefixes.map((one) => [keyOf(one), one.word])), chooser(inOrder(answer.prefixes), prefix, navigate));
      }
      const [tone, text] = badge(prefix, now);
      mark.className = `badge ${tone}`;
      fill(mark, `${tone} ${text}`, icon(tone, {tone}), el('span', {}, text));
      const words = probesText(probed);
      fill(probes, words ?? '', words);
      const minute = near(now, now);
      const key = (value) => JSON.stringify([minute, value]);
      fill(list, JSON.stringify(facts(prefix)), facts(prefix).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value ?? NONE))));
      const sentence = lossSentence(answer.sources);
      fill(loss, JSON.stringify(sentence), waitingNote(answer) ?? (sentence ? el('p', {class: 'route-loss', role: 'status'}, sentence) : null));
      fill(vantages.holder, key([prefix, found.list.length]), prefix.sessions.length === 0 && !prefix.ris
        ? el('p', {class: 'quiet'}, 'No session is configured for it, and RIS Live is off: nothing shows its routes.')
        : el('div', {class: 'scroll-x', tabindex: '0', role: 'region', 'aria-label': 'What each vantage point sees now'}, vantagesTable(prefix, found.list, {now, hasCache: answer.sources.some(({source}) => source === 'rpki')})));
      const table = foreignTable(prefix, now);
      foreign.node.hidden = table === null;
      fill(foreign.holder, key([prefix.anomalies, prefix.ris]), table);
      fill(sources.holder, key(answer.sources), sourcesTable(answer.sources, now));
      events.update({items: pairEvents(found.list, prefix), ...found});
    },
  };
}
