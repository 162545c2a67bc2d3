// Starts the page: the bar, the feed of the overview, and the view of the address. Links between views do not
// reload the page.

import {makeBar} from './bar.js';
import {el, svg} from './dom.js';
import {startFeed} from './feed.js';
import {startHelp} from './help.js';

// A view is a module with `open(main, context)`, which fills the empty `main` and returns a function that ends
// it (timers, subscriptions, keys), and `keys`, a list of [keys, meaning] for the help. `sheet` is its style
// sheet. The bar offers the views that have a `name` (`short` on a phone), and if they need something,
// `offered(overview)`; `part` is the view that it marks in place of this one. `absent` says why the page over a store
// does not have the view.
const VIEWS = {
  '/': {name: 'Overview', load: () => import('./overview/view.js')},
  '/prefix': {name: 'Report', load: () => import('./report/view.js'), sheet: '/style/report.css'},
  '/compare': {name: 'Compare', load: () => import('./compare/view.js'), sheet: '/style/compare.css',
               offered: ({groups}) => groups.length > 0},
  '/calendar': {name: 'Calendar', load: () => import('./calendar/view.js'), sheet: '/style/calendar.css',
                offered: ({daemon}) => daemon.history.on, absent: 'The page of all branches has no calendar'},
  '/incidents': {name: 'Incidents', load: () => import('./incidents/list.js'), sheet: '/style/incidents.css',
                 offered: ({daemon, store}) => !store && daemon.history.on, absent: 'The store has no incidents'},
  '/availability': {name: 'Availability', short: 'Uptime', load: () => import('./availability/view.js'),
                    sheet: '/style/availability.css', offered: ({daemon, store}) => !store && daemon.history.on,
                    absent: 'The page of all branches has no availability'},
  '/routes': {name: 'Routes', load: () => import('./routes/view.js'), sheet: '/style/routes.css',
              offered: ({connections}) => connections.some(({prefixes}) => prefixes.some(({routes}) => routes)),
              absent: 'The store has no routes'},
  '/incident': {part: '/incidents', load: () => import('./incidents/evidence.js'), sheet: '/style/incidents.css',
                absent: 'The store has no incidents'},
};

const main = document.getElementById('main');
const started = {view: null, close: () => {}, path: null};

const seconds = () => (location.pathname === '/' ? 5 : 15);
const feed = startFeed(seconds);
const bar = makeBar(VIEWS, feed, navigate);
const help = startHelp(() => started.view?.keys ?? []);

// What a view gets besides its element.
const context = {
  feed,
  navigate,
  // The bar's field serves the view until it ends: change(text), open() for Enter, next() for the down arrow.
  onFind: (finder) => bar.setFinder(finder),
  // Keys of the view: `keys` maps a key (KeyboardEvent.key) to a function. They rest while the reader types,
  // or has switched keys off. Returns the function that ends it.
  onKeys: (keys) => help.listen(keys),
  // "(3 Fail) Contoso · 192.0.2.0/24 · peeringd"
  setTitle: (title) => bar.setTitle(title),
};

function loadSheet(path) {
  if (!path || document.querySelector(`link[href="${path}"]`)) return null;
  return new Promise((resolve) => {
    document.head.append(el('link', {rel: 'stylesheet', href: path, onload: resolve, onerror: resolve}));
  });
}

async function open() {
  const {pathname} = location;
  const view = VIEWS[pathname];
  started.close();
  Object.assign(started, {view: null, close: () => {}, path: pathname});
  bar.setFinder(null);
  bar.setCurrent(view?.part ?? pathname);
  bar.setTitle(view?.name ?? 'No such view');
  main.replaceChildren();
  if (!view) {
    main.append(el('p', {class: 'note'}, 'There is no view at this address. ', el('a', {href: '/'}, 'Overview')));
    return;
  }
  const overview = view.absent ? await feed.first() : null;
  if (location.pathname !== pathname) return;
  if (overview?.store) {
    main.append(el('p', {class: 'note'}, `${view.absent}; open the page of the branch itself. `, el('a', {href: '/'}, 'Overview')));
    return;
  }
  try {
    const [module] = await Promise.all([view.load(), loadSheet(view.sheet)]);
    if (location.pathname !== pathname) return;  // the reader has gone on
    started.view = module;
    started.close = module.open(main, context) ?? (() => {});
  } catch (error) {
    console.error(error);
    main.append(el('p', {class: 'note', role: 'alert'}, 'The page could not be loaded. Reload it. If that does ',
                   'not help, the daemon may have been upgraded or stopped in the meantime.'));
  }
}

export function navigate(address) {
  history.pushState(null, '', address);
  scrollTo(0, 0);
  open();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
  const {origin, pathname, href, hash} = new URL(link.href);
  if (origin !== location.origin || !(pathname in VIEWS) || hash) return;
  event.preventDefault();
  navigate(href);
});

// A view handles changes of its own query; a different path opens a different view.
addEventListener('popstate', () => {
  if (location.pathname !== started.path) open();
});

// The hatch for time that was not measured, in charts of all views: fill: url(#hatch).
document.body.append(svg('svg', {class: 'sr', 'aria-hidden': 'true'}, svg('defs', {},
  svg('pattern', {id: 'hatch', width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      svg('rect', {class: 'hatch', width: 1, height: 4})))));

open();
