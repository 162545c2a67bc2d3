// The list of incidents: what the daemon has found in its history, newest first.

import {getJson, poll} from '../api.js';
import {el, fill, keyedChildren, setText, show} from '../dom.js';
import {NONE, integer, milliseconds, percent, said} from '../format.js';
import {icon} from '../marks.js';
import {withEarlier, withNewest} from './pages.js';
import {KINDS, kindOf, lasting, placeOf, utcClock, utcDay, utcYear} from './words.js';

export const keys = [['↑ ↓', 'newer, older incident'], ['Enter', 'its evidence']];

const WINDOWS = [['1d', '24 h'], ['7d', '7 d'], ['30d', '30 d'], ['90d', '90 d'], ['1y', '1 year']];
const LIMIT = 500;         // of one answer
const CSV_LIMIT = 10000;

function choicesOf(address) {
  const query = new URLSearchParams(address.search);
  const known = WINDOWS.some(([key]) => key === query.get('w'));
  return {w: known ? query.get('w') : '30d', kind: query.get('kind') in KINDS ? query.get('kind') : '',
          c: query.get('c') ?? ''};
}

function queryOf({w, kind, c}, {limit = LIMIT, before = null} = {}) {
  const query = new URLSearchParams({window: w, limit});
  if (before) query.set('before', before);
  if (kind) query.set('kind', kind);
  if (c) query.set('connection', c);
  return query;
}

function changeOf({kind, figures: {before, during}}) {
  if (kind === 'outage') return NONE;
  if (kind === 'loss') return percent(during.loss_ratio);
  return before.p50 == null || during.p50 == null ? NONE : `${milliseconds(before.p50)} → ${milliseconds(during.p50)}`;
}

// With the year if it is not that of today.
const startOf = ({from}) => `${utcDay(from)}${utcYear(from) === utcYear(Date.now()) ? '' : ` ${utcYear(from)}`} ${utcClock(from)}`;

function row(incident) {
  const {name, shape} = kindOf(incident);
  const address = `/incident?id=${incident.id}`;
  return el('tr', {'data-incident': incident.id},
            el('td', {class: 'i-kind'}, icon(shape, {tone: shape}), ` ${name}`),
            el('td', {class: 'i-time'}, startOf(incident)),
            el('td', {class: `i-lasting ${incident.state}`}, lasting(incident)),
            el('th', {class: 'i-place', scope: 'row'}, el('a', {href: address}, placeOf(incident)),
               el('small', {}, incident.prefix ?? 'all prefixes')),
            el('td', {class: 'i-change'}, changeOf(incident)),
            el('td', {class: 'i-text', title: incident.text}, said(incident.text),
               incident.maintenance ? el('small', {}, ' During announced maintenance.') : null));
}

const HEADS = ['Kind', 'Start', 'Duration', 'Location, partner', 'Lost, or median ms', 'What happened'];

// The table, and below it the way to earlier incidents: `onMore()` shows them. An unchanged row keeps the focus.
function makeTable(onMore) {
  const body = el('tbody', {});
  const button = el('button', {type: 'button', class: 'button', onclick: onMore}, 'Show earlier incidents');
  const status = el('span', {class: 'quiet', role: 'status'});
  const more = el('div', {class: 'incident-more no-print'}, button, status);
  const fillRows = keyedChildren(body, {key: JSON.stringify, make: (incident) => ({node: row(incident), update() {}})});
  const node = el('div', {}, el('table', {class: 'incident-list'},
    el('caption', {class: 'sr'}, 'Incidents, newest first; times in UTC'),
    el('thead', {}, el('tr', {}, HEADS.map((head) => el('th', {scope: 'col'}, head)))), body), more);
  return {
    node,
    say: (text) => setText(status, text),
    update({incidents, next}) {
      fillRows(incidents);
      show(button, next !== null);
      const {from} = incidents[incidents.length - 1];
      setText(status, incidents.length <= LIMIT && next === null ? ''
        : `${integer(incidents.length)} shown, back to ${utcDay(from)} ${utcYear(from)}, ${utcClock(from)} UTC`);
    },
    focusRow: (index) => body.rows[index]?.querySelector('a').focus(),
  };
}

function emptyNote({w, kind, c}) {
  const window = WINDOWS.find(([key]) => key === w)[1];
  const narrowed = kind || c ? ' of this kind and connection' : '';
  return el('p', {class: 'note'}, `No incident${narrowed} in the last ${window}. The daemon searches its history once an `
            + 'hour for loss, changes of the latency and of the PoP, a wrong egress, and outages.');
}

function select(label, options, chosen, change) {
  const node = el('select', {'aria-label': label, onchange: () => change(node.value)},
                  options.map(([value, text]) => el('option', {value, selected: value === chosen}, text)));
  return node;
}

export function open(main, {feed, navigate, onKeys, setTitle}) {
  const choices = choicesOf(location);
  setTitle('Incidents');
  const csv = el('a', {href: `/api/v1/incidents.csv?${queryOf(choices, {limit: CSV_LIMIT})}`}, 'CSV');
  const trouble = el('p', {class: 'note', role: 'alert', hidden: true});
  const body = el('div', {}, el('p', {class: 'note', role: 'status'}, 'Loading …'));
  const stopped = new AbortController();
  let shown = null;
  const set = (change) => {
    const query = new URLSearchParams(Object.entries({...choices, ...change}).filter(([, value]) => value));
    navigate(`/incidents?${query}`);
  };
  const tools = el('div', {class: 'incident-tools'});
  main.append(el('div', {class: 'incident-head'}, el('h1', {}, 'Incidents'), tools), trouble, body);

  let connections = null;
  const stop = feed.subscribe((overview) => {
    if (overview === null || connections !== null) return;
    connections = overview.connections.map(({name}) => name);
    tools.replaceChildren(
      select('Span', WINDOWS.map(([key, text]) => [key, `last ${text}`]), choices.w, (w) => set({w})),
      select('Kind', [['', 'all kinds'], ...Object.entries(KINDS).map(([key, {name}]) => [key, name])], choices.kind,
             (kind) => set({kind})),
      select('Connection', [['', 'all connections'], ...connections.map((name) => [name, name])], choices.c,
             (c) => set({c})),
      csv, el('span', {class: 'quiet'}, 'All times UTC'));
  });

  // The last list stays when a later answer fails.
  const saying = (problem) => {
    setText(trouble, problem?.message ?? '');
    show(trouble, problem !== null);
    if (problem !== null && shown === null) body.replaceChildren();
  };
  const ask = (options = {}) => getJson(`/api/v1/incidents?${queryOf(choices, options)}`, {seconds: 30, signal: stopped.signal});

  let loading = false;
  const list = makeTable(async () => {
    if (loading || shown?.next == null) return;
    loading = true;
    list.say('Loading …');
    const before = shown.incidents.length;
    try {
      shown = withEarlier(shown, await ask({before: shown.next}));
      list.update(shown);
      list.focusRow(before);
    } catch (problem) {
      if (!stopped.signal.aborted) list.say(problem.message);
    }
    loading = false;
  });

  const polling = poll(async () => {
    try {
      const newest = await ask();
      if (loading) return;  // it would change the list under the earlier part
      shown = withNewest(shown, newest);
      saying(null);
      if (shown.incidents.length === 0) return fill(body, 'none', emptyNote(choices));
      list.update(shown);
      fill(body, 'list', list.node);
    } catch (problem) {
      if (stopped.signal.aborted) return;
      saying(problem);
      throw problem;
    }
  }, () => 60);

  const step = (by) => {
    const links = [...body.querySelectorAll('tbody a')];
    const index = links.indexOf(document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, index + by))]?.focus();
  };
  const silence = onKeys({ArrowDown: () => step(1), ArrowUp: () => step(-1)});

  return () => {
    stop();
    stopped.abort();
    polling.stop();
    silence();
  };
}
