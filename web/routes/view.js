// The view of routes: all prefixes, or one of them.
//
//   /routes                            all prefixes with expected routes, the worst first
//   /routes?c=CONNECTION&p=PREFIX      one of them, with its events

import {getJson, poll} from '../api.js';
import {el, fill, show} from '../dom.js';
import {makeEvents} from './event_feed.js';
import {makeListView} from './list.js';
import {inOrder, keyOf, routesLink} from './model.js';
import {emptyNote, noSuchPrefix} from './notes.js';
import {makePrefixView} from './prefix.js';

export const keys = [['↑ ↓', 'previous, next prefix'], ['Enter', 'its routes'],
                     ['[ ]', 'previous, next prefix']];

const SECONDS = 5;

const wanted = () => {
  const query = new URLSearchParams(location.search);
  return {connection: query.get('c'), prefix: query.get('p')};
};

// A step through the history of the browser between prefixes, and back to the list.
export function open(main, context) {
  let close = openHere(main, context);
  const again = () => {
    if (location.pathname !== '/routes') return;
    close();
    main.replaceChildren();
    close = openHere(main, context);
  };
  addEventListener('popstate', again);
  return () => {
    removeEventListener('popstate', again);
    close();
  };
}

function openHere(main, {feed, navigate, onFind, onKeys, setTitle}) {
  const key = wanted();
  const one = key.connection !== null && key.prefix !== null;
  setTitle(one ? `${key.prefix} · Routes` : 'Routes');
  let answer = null;
  let overview = null;
  let search = '';
  let ended = false;
  const message = el('p', {class: 'note', role: 'status'}, 'Asking the daemon …');
  const host = el('div', {class: 'routes'}, message);
  const heading = el('h1', {class: 'sr'}, 'Routes');
  main.append(heading, host);

  const events = one ? makeEvents(key, () => update()) : null;
  const view = one ? makePrefixView({navigate, lookBack: () => events.lookBack()}) : makeListView();
  const replace = (content, name) => fill(host, name, content);
  function update() {
    if (answer === null || ended) return;
    const file = overview?.daemon.config.file;
    const prefix = one ? answer.prefixes.find((each) => keyOf(each) === keyOf(key)) : null;
    const shown = answer.prefixes.length > 0 && (prefix || !one);
    show(heading, !shown);
    if (answer.prefixes.length === 0) return replace(emptyNote(answer, file), `empty ${answer.sources.length} ${file}`);
    if (!shown) return replace(noSuchPrefix(key.connection, key.prefix), 'unknown');
    replace(view.node, 'view');
    view.update({answer, prefix, overview, search, events: events?.state, now: feed.time()});
  }
  const polling = poll(async () => {
    try {
      answer = await getJson('/api/v1/routes');
    } catch (problem) {
      if (answer === null) replace(el('p', {class: 'note', role: 'alert'}, `${problem.message}. The page asks again every few seconds.`), problem.message);
      throw problem;
    }
    update();
    if (events) await events.refresh();
  }, () => SECONDS);
  const stop = feed.subscribe((latest, {stale}) => {
    host.classList.toggle('old', stale);
    if (latest === overview) return;
    overview = latest;
    update();
  });
  addEventListener('timezonechange', update);

  const links = () => [...host.querySelectorAll('.row-link')];
  const step = (by) => {
    const all = links();
    const here = all.indexOf(document.activeElement);
    all[Math.min(all.length - 1, Math.max(0, here + by))]?.focus();
    return all.length > 0;
  };
  const go = (by) => {
    const all = inOrder(answer?.prefixes ?? []);
    const next = all[all.findIndex((each) => keyOf(each) === keyOf(key)) + by];
    if (next) navigate(routesLink(next.connection, next.prefix));
  };
  const silence = onKeys(one ? {'[': () => go(-1), ']': () => go(1)} : {ArrowDown: () => step(1), ArrowUp: () => step(-1)});
  if (!one) onFind({change(text) { search = text.trim(); update(); }, open: () => links()[0]?.click(), next: () => step(1)});

  return () => {
    ended = true;
    polling.stop();
    stop();
    silence();
    removeEventListener('timezonechange', update);
  };
}
