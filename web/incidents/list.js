// The list of incidents: what the daemon has found in its history, newest first.

import {getJson, poll} from '../api.js';
import {el, fill} from '../dom.js';
import {NONE, milliseconds, percent} from '../format.js';
import {icon} from '../marks.js';
import {KINDS, kindOf, lasting, placeOf, utcClock, utcDay} from './words.js';

export const keys = [['↑ ↓', 'newer, older incident'], ['Enter', 'its evidence']];

const WINDOWS = [['1d', '24 h'], ['7d', '7 d'], ['30d', '30 d'], ['90d', '90 d'], ['1y', '1 year']];
const LIMIT = 500;

function choicesOf(address) {
  const query = new URLSearchParams(address.search);
  const known = WINDOWS.some(([key]) => key === query.get('w'));
  return {w: known ? query.get('w') : '30d', kind: query.get('kind') in KINDS ? query.get('kind') : '',
          c: query.get('c') ?? ''};
}

export function queryOf({w, kind, c}) {
  const query = new URLSearchParams({window: w, limit: LIMIT});
  if (kind) query.set('kind', kind);
  if (c) query.set('connection', c);
  return query;
}

function changeOf({kind, figures: {before, during}}) {
  if (kind === 'outage') return NONE;
  if (kind === 'loss') return percent(during.loss_ratio);
  return before.p50 == null || during.p50 == null ? NONE : `${milliseconds(before.p50)} → ${milliseconds(during.p50)}`;
}

function row(incident) {
  const {name, shape} = kindOf(incident);
  const address = `/incident?id=${incident.id}`;
  return el('tr', {'data-incident': incident.id},
            el('td', {class: 'i-kind'}, icon(shape, {tone: shape}), ` ${name}`),
            el('td', {class: 'i-time'}, `${utcDay(incident.from)} ${utcClock(incident.from)}`),
            el('td', {class: `i-lasting ${incident.state}`}, lasting(incident)),
            el('th', {class: 'i-place', scope: 'row'}, el('a', {href: address}, placeOf(incident)),
               el('small', {}, incident.prefix ?? 'all prefixes')),
            el('td', {class: 'i-change'}, changeOf(incident)),
            el('td', {class: 'i-text', title: incident.text}, incident.text,
               incident.maintenance ? el('small', {}, ' During announced maintenance.') : null));
}

const HEADS = ['Kind', 'Start', 'Duration', 'Location, partner', 'Lost, or median ms', 'What happened'];

function table(incidents) {
  return el('table', {class: 'incident-list'},
            el('caption', {class: 'sr'}, 'Incidents, newest first; times in UTC'),
            el('thead', {}, el('tr', {}, HEADS.map((head) => el('th', {scope: 'col'}, head)))),
            el('tbody', {}, incidents.map(row)));
}

// The daemon lists at most LIMIT at a time.
const shortNote = ({kind, c}) => el('p', {class: 'note'}, `The newest ${LIMIT} are shown, here and in the CSV; older ones are not. `
  + `Choose a shorter span${kind ? '' : ', a kind'}${c ? '' : ', a connection'} to see fewer.`);

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
  const csv = el('a', {href: `/api/v1/incidents.csv?${queryOf(choices)}`}, 'CSV');
  const body = el('div', {}, el('p', {class: 'note', role: 'status'}, 'Loading …'));
  const set = (change) => {
    const query = new URLSearchParams(Object.entries({...choices, ...change}).filter(([, value]) => value));
    navigate(`/incidents?${query}`);
  };
  const tools = el('div', {class: 'incident-tools'});
  main.append(el('div', {class: 'incident-head'}, el('h1', {}, 'Incidents'), tools), body);

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

  const polling = poll(async () => {
    try {
      const {incidents} = await getJson(`/api/v1/incidents?${queryOf(choices)}`, {seconds: 30});
      fill(body, JSON.stringify(incidents), incidents.length === 0 ? emptyNote(choices)
        : [incidents.length < LIMIT ? null : shortNote(choices), table(incidents)]);
    } catch (problem) {
      fill(body, `problem ${problem.message}`, el('p', {class: 'note', role: 'alert'}, problem.message));
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
    polling.stop();
    silence();
  };
}
