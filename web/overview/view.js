// The first view: what is wrong now, worst first. Its figures follow the feed; the sparklines come each minute.

import {getJson, poll} from '../api.js';
import {el, fill, show} from '../dom.js';
import {makeSide} from './side.js';
import {makeDaemonLine} from './daemon_line.js';
import {makeTable} from './table.js';
import {ORDER_NAMES} from './model.js';
import {makeCounts, makeVerdict} from './verdict.js';

export const keys = [['↑ ↓', 'previous, next connection'], ['Enter', 'its report'],
                     ['o', 'change the order: worst first, location, partner']];

const SPARK_SECONDS = 60;

function orderOf(address) {
  const order = new URLSearchParams(address.search).get('o');
  return ORDER_NAMES.some(([key]) => key === order) ? order : 'worst';
}

// Why there are no sparklines, or null.
function historyNote({store, daemon: {history: {on, up, problem}}}) {
  if (store) return null;
  if (!on) return 'No sparklines: the history is off (history: off in the configuration). The figures shown are current.';
  if (!up) return `No sparklines: ${problem ?? 'history error, see the log'}. Current figures are not affected.`;
  return null;
}

function emptyNote({daemon, store}) {
  if (store) {
    return ['The store has no connection of any branch. Check that the branches send ', el('code', {}, '/metrics?detail=prefix'),
            ', and that ', el('code', {}, '--job'), ' is the label of their scrapes.'];
  }
  const file = daemon.config.file ?? 'the configuration';
  return ['No connections are configured for this host. Add one to ', el('code', {}, file), ' under ', el('code', {}, 'connections'),
          ', or check which ', el('code', {}, 'site'), ' this host belongs to.'];
}

// The parts of the view, in the order of the page.
function makeParts(navigate, setOrder) {
  const parts = {
    strip: makeDaemonLine(), verdict: makeVerdict(), counts: makeCounts(ORDER_NAMES, setOrder), table: makeTable(navigate),
    side: makeSide(),
    remark: el('p', {class: 'remark', hidden: ''}),
    waiting: el('p', {class: 'note', role: 'status', hidden: ''}),
  };
  parts.body = el('div', {class: 'overview', hidden: ''}, parts.table.node, parts.side.node);
  show(parts.counts.node, false);
  return parts;
}

function updateParts(parts, overview, order, now) {
  const isEmpty = overview.connections.length === 0;
  parts.strip.update(overview, now);
  parts.verdict.update(overview, now);
  parts.counts.update(overview, order);
  parts.side.update(overview, now);
  show(parts.counts.node, !isEmpty);
  show(parts.waiting, isEmpty);
  if (isEmpty) fill(parts.waiting, 'empty', emptyNote(overview));
  show(parts.body, true);
  show(parts.table.node, !isEmpty);
  const why = historyNote(overview);
  show(parts.remark, why !== null && !isEmpty);
  fill(parts.remark, why ?? '', why);
  return parts.table.update(overview, order, now);
}

// Says what the page waits for, if the first answer takes long or does not come.
function say(waiting, text) {
  show(waiting, true);
  fill(waiting, text, text);
}

export function open(main, {feed, navigate, onFind, onKeys}) {
  const parts = makeParts(navigate, (key) => setOrder(key));
  const {table, counts} = parts;
  let order = orderOf(location);
  let search = '';
  let last = null;
  main.append(el('h1', {class: 'sr'}, 'Overview of all connections'), parts.strip.node, parts.verdict.node,
              counts.node, parts.remark, parts.waiting, parts.body);
  const patience = setTimeout(() => last === null && say(parts.waiting, 'Loading …'), 300);

  const sayFound = (count) =>
    counts.setFound(search === '' ? '' : `${count} of ${last?.connections.length ?? 0} shown`);
  const update = (now) => last && sayFound(updateParts(parts, last, order, now));
  const setOrder = (key) => {
    order = key;
    const address = new URL(location);
    if (key === 'worst') address.searchParams.delete('o');
    else address.searchParams.set('o', key);
    history.replaceState(null, '', address);
    table.release();
    update(feed.time());
  };
  const nextOrder = () => {
    const offered = ORDER_NAMES.filter(([key]) => key !== 'branch' || last?.store);
    const at = offered.findIndex(([key]) => key === order);
    setOrder(offered[(at + 1) % offered.length][0]);
  };
  const redraw = () => update(feed.time());

  const unsubscribe = feed.subscribe((overview, {stale, error}) => {
    if (overview === null) {
      if (error !== null) say(parts.waiting, `${error.message}. The page retries every few seconds.`);
      return;
    }
    if (overview === last || (stale && last !== null)) return;  // the last data of a store stays
    last = overview;
    update(Date.parse(overview.time));
  });
  const sparks = poll(async () => table.setSparks(await getJson('/api/v1/overview')), () => SPARK_SECONDS);
  addEventListener('timezonechange', redraw);
  onFind({
    change(text) {
      search = text.trim();
      sayFound(table.find(search));
    },
    open: table.openFirst,
    next: () => table.move(1),
  });
  const endKeys = onKeys({ArrowDown: () => table.move(1), ArrowUp: () => table.move(-1), o: nextOrder});

  return () => {
    clearTimeout(patience);
    unsubscribe();
    sparks.stop();
    table.close();
    endKeys();
    removeEventListener('timezonechange', redraw);
  };
}
