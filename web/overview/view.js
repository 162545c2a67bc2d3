// The first view: what is wrong now, worst first. Its figures follow the feed; the sparklines come each minute.

import {getJson, poll} from '../api.js';
import {el, fill, show} from '../dom.js';
import {makeSide} from './side.js';
import {makeStrip} from './strip.js';
import {makeTable} from './table.js';
import {ORDER_NAMES} from './model.js';
import {makeCounts, makeVerdict} from './verdict.js';

export const keys = [['↑ ↓', 'the connection before, after'], ['Enter', 'its report'],
                     ['o', 'another order: worst first, place, partner']];

const SPARK_SECONDS = 60;

function orderOf(address) {
  const order = new URLSearchParams(address.search).get('o');
  return ORDER_NAMES.some(([key]) => key === order) ? order : 'worst';
}

// Why there are no sparklines, or null.
function historyNote({on, up, problem}) {
  if (!on) return 'No sparklines: the history is off (history: off in the configuration). The figures are those of now.';
  if (!up) return `No sparklines: ${problem ?? 'the history fails, see the log'}. The figures of now are not affected.`;
  return null;
}

function emptyNote({daemon}) {
  const file = daemon.config.file ?? 'the configuration';
  return ['This host runs no connections. Add one to ', el('code', {}, file), ' under ', el('code', {}, 'connections'),
          ', or check which ', el('code', {}, 'site'), ' this host belongs to.'];
}

export function open(main, {feed, navigate, onFind, onKeys}) {
  const strip = makeStrip();
  const verdict = makeVerdict();
  const waiting = el('p', {class: 'note', role: 'status', hidden: ''});
  const note = el('p', {class: 'remark', hidden: ''});
  let order = orderOf(location);
  let last = null;
  const counts = makeCounts(ORDER_NAMES, (key) => setOrder(key));
  const table = makeTable(navigate);
  const side = makeSide();
  const title = el('h1', {class: 'sr'}, 'Overview of all connections');
  const body = el('div', {class: 'overview', hidden: ''}, table.node, side.node);
  show(counts.node, false);
  main.append(title, strip.node, verdict.node, counts.node, note, waiting, body);
  const patience = setTimeout(() => {
    if (last !== null) return;
    show(waiting, true);
    fill(waiting, 'asking', 'Asking the daemon …');
  }, 300);

  const update = (overview, now) => {
    strip.update(overview, now);
    verdict.update(overview, now);
    const isEmpty = overview.connections.length === 0;
    show(counts.node, !isEmpty);
    show(waiting, isEmpty);
    if (isEmpty) fill(waiting, 'empty', emptyNote(overview));
    show(body, true);
    show(table.node, !isEmpty);
    counts.update(overview, order);
    table.update(overview, order, now);
    side.update(overview, now);
    const why = historyNote(overview.daemon.history);
    show(note, why !== null && !isEmpty);
    fill(note, why ?? '', why);
  };
  const setOrder = (key) => {
    order = key;
    const address = new URL(location);
    if (key === 'worst') address.searchParams.delete('o');
    else address.searchParams.set('o', key);
    history.replaceState(null, '', address);
    document.activeElement?.blur?.();  // or the rows would wait for the pointer or the focus to leave
    if (last) update(last, feed.time());
  };

  const unsubscribe = feed.subscribe((overview, {stale, error}) => {
    if (overview === null) {
      if (error === null) return;
      show(waiting, true);
      fill(waiting, error.message, `${error.message}. The page asks again every few seconds.`);
      return;
    }
    if (overview === last && !stale) return;
    last = overview;
    if (!stale) update(overview, Date.parse(overview.time));
  });
  const sparks = poll(async () => table.setSparks(await getJson('/api/v1/overview')), () => SPARK_SECONDS);
  const redraw = () => last && update(last, feed.time());
  addEventListener('timezonechange', redraw);

  onFind({
    change(text) {
      const found = table.find(text);
      counts.setFound(text.trim() === '' ? '' : `${found} of ${last?.connections.length ?? 0} shown`);
    },
    open: table.openFirst,
    next: () => table.move(1),
  });
  const endKeys = onKeys({
    ArrowDown: () => table.move(1),
    ArrowUp: () => table.move(-1),
    o() {
      const at = ORDER_NAMES.findIndex(([key]) => key === order);
      setOrder(ORDER_NAMES[(at + 1) % ORDER_NAMES.length][0]);
    },
  });
  return () => {
    clearTimeout(patience);
    unsubscribe();
    sparks.stop();
    table.close();
    endKeys();
    removeEventListener('timezonechange', redraw);
  };
}
