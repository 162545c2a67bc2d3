// The bar of every view: the views, the field that finds, the daemon's clock, light or dark, the number of
// failing connections, and the grey bar when the daemon does not answer.

import {el, fill, setAttribute, setText, show} from './dom.js';
import {clockSeconds, duration, isLocal, useLocalTime, zone} from './format.js';
import {icon, mark} from './marks.js';

const THEMES = [['system', 'theme', 'System colours'], ['light', 'sun', 'Light colours'],
                ['dark', 'moon', 'Dark colours']];

function themeButton() {
  const root = document.documentElement;
  const button = el('button', {type: 'button', class: 'plain-button'});
  const update = () => {
    const index = THEMES.findIndex(([choice]) => choice === root.dataset.choice);
    const [choice, shape, name] = THEMES[Math.max(0, index)];
    const label = `${name}. Press for: ${THEMES[(index + 1) % THEMES.length][2].toLowerCase()}`;
    setAttribute(button, 'aria-label', label);
    setAttribute(button, 'title', label);
    fill(button, choice, icon(shape));
  };
  button.addEventListener('click', () => {
    const index = THEMES.findIndex(([choice]) => choice === root.dataset.choice);
    const [choice] = THEMES[(index + 1) % THEMES.length];
    root.dispatchEvent(new CustomEvent('choosetheme', {detail: choice}));
    update();
  });
  update();
  return button;
}

const NARROW = matchMedia('(max-width: 720px)');  // as in style/layout.css
const hint = () => (NARROW.matches ? 'Find' : 'Find location, partner, prefix');

// Finds within the view that offers it; without one, Enter opens the overview with the text.
function makeFind(navigate) {
  const input = el('input', {type: 'search', id: 'find', placeholder: hint(), autocomplete: 'off',
                             spellcheck: 'false', 'aria-label': 'Find location, partner or prefix', 'aria-keyshortcuts': '/'});
  const node = el('form', {class: 'find', role: 'search'}, icon('find'), input, el('kbd', {'aria-hidden': 'true'}, '/'));
  let finder = null;
  NARROW.addEventListener('change', () => { input.placeholder = hint(); });
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    if (finder) finder.open();
    else if (input.value) navigate(`/?find=${encodeURIComponent(input.value)}`);
  });
  input.addEventListener('input', () => finder?.change(input.value));
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || !finder) return;
    event.preventDefault();
    finder.next();
  });
  return {
    node,
    // Null: the view finds nothing. Otherwise begins with the text of the address.
    setFinder(wanted) {
      finder = wanted;
      input.value = finder ? new URLSearchParams(location.search).get('find') ?? '' : '';
      if (input.value) finder.change(input.value);
    },
  };
}

// The daemon's time; hollow and stopped while it does not answer.
function makeClock(feed) {
  const time = el('span', {});
  const node = el('button', {type: 'button', class: 'plain-button clock'},
                  el('span', {class: 'dot', 'aria-hidden': 'true'}), time);
  let last = null;
  const tick = () => {
    if (last === null || last.overview === null) return;
    const now = last.state.stale ? Date.parse(last.overview.time) : feed.time();
    setText(time, `${clockSeconds(now)} ${zone()}`);
    setAttribute(node, 'title', `Time of the daemon. Press for ${isLocal() ? 'UTC' : 'local time'}`);
  };
  node.addEventListener('click', () => useLocalTime(!isLocal()));
  setInterval(tick, 1000);
  addEventListener('timezonechange', tick);
  feed.subscribe((overview, state) => {
    last = {overview, state};
    tick();
  });
  return node;
}

const fails = (overview) => overview.connections.filter(({result, up}) => result === 'Fail' || up === false).length;

function navigation(views, className) {
  const links = Object.entries(views).filter(([, view]) => view.name).map(([path, {name, short = name, offered}]) => {
    const count = path === '/' ? el('span', {class: 'count', hidden: ''}) : null;
    const text = el('span', {}, className === 'tabs' ? short : name);
    return {path, count, offered, node: el('a', {href: path, hidden: Boolean(offered)}, text, count)};
  });
  return {node: el('nav', {class: className, 'aria-label': className === 'tabs' ? 'Views, below' : 'Views'},
                   links.map(({node}) => node)),
          links};
}

// Fills the bar of the shell. `navigate(address)` opens another view.
export function makeBar(views, feed, navigate) {
  const top = document.getElementById('bar');
  const navigations = [navigation(views, 'views'), navigation(views, 'tabs')];
  const links = navigations.flatMap((one) => one.links);
  const find = makeFind(navigate);
  const flag = el('a', {class: 'flag', href: '/', hidden: ''}, icon('warn', {tone: 'warn'}), el('span', {}));
  const stale = el('p', {class: 'stale', role: 'status', hidden: ''});
  let title = '';
  let failing = 0;

  top.append(navigations[0].node, flag, find.node, makeClock(feed), themeButton());
  top.after(stale);
  document.body.append(navigations[1].node);

  const writeTitle = () => {
    document.title = `${failing > 0 ? `(${failing} Fail) ` : ''}${title} · peeringd`;
  };
  feed.subscribe((overview, state) => {
    document.documentElement.classList.toggle('is-stale', state.stale);
    show(stale, state.stale);
    if (state.stale) setText(stale, staleSentence(overview, state));
    if (overview === null) return;
    failing = fails(overview);
    for (const {count, offered, node} of links) {
      if (offered) show(node, offered(overview));
      if (!count) continue;
      show(count, failing > 0);
      fill(count, String(failing), mark('Fail'), ` ${failing}`, el('span', {class: 'sr'}, ' fail'));
    }
    const problem = overview.store ? storeWarning(overview.store) : daemonProblem(overview.daemon);
    show(flag, problem !== null && location.pathname !== '/');
    setText(flag.lastChild, problem ?? '');
    writeTitle();
  });

  return {
    setFinder: find.setFinder,
    setCurrent: (path) => links.forEach(({node, path: own}) =>
      setAttribute(node, 'aria-current', own === path ? 'page' : null)),
    setTitle(text) {
      title = text;
      writeTitle();
    },
  };
}

function staleSentence(overview, {silent, error}) {
  if (overview?.store?.problem && error.status === 0 && error.message === overview.store.problem) {
    return `No current data from the store: ${error.message}; showing data of ${duration(silent)} ago, from ${clockSeconds(overview.store.data_time)}.`;
  }
  const why = error.status > 0 ? `The daemon returned an error: ${error.message}` : 'No answer from the daemon';
  const since = `${why} for ${duration(silent)}`;
  return overview ? `${since}; showing data from ${clockSeconds(overview.time)}.` : `${since}. It may have stopped.`;
}

// What the store says about its results, or null.
export const storeWarning = ({warnings}) => (warnings.length > 0 ? `incomplete: ${warnings[0]}` : null);

// What is wrong with the daemon itself, in a few words, or null.
export function daemonProblem(daemon) {
  if (!daemon.last_reload_successful) return 'reload failed';
  if (daemon.history.on && !daemon.history.up) return 'history error';
  return null;
}
