// The table of connections: order, search, keys, and sparklines for the rows that are on the screen.

import {el, fill, keyedChildren, setAttribute, setText, show} from '../dom.js';
import {clock} from '../format.js';
import {matches, rowsOf} from './model.js';
import {makeRow} from './row.js';
import {followPointer} from './spark_cursor.js';

const COLUMNS = [['c-state', 'Result, since'], ['c-name', 'Location, partner'], ['c-branch', 'Branch'], ['c-other', 'Other path'],
                 ['c-prefix', 'Prefix'], ['c-spark', null], ['c-latency', 'Median / threshold'],
                 ['c-loss number', 'Loss'], ['c-jitter number', 'Jitter'], ['c-source', 'Source'],
                 ['c-pop', 'Edge PoP'], ['c-routes', 'Routes']];

const TITLES = {'Median / threshold': 'Median and warning threshold in ms', Jitter: 'Jitter in ms',
                Source: 'The interface that probes leave from, and whether STUN confirms it',
                Routes: 'What BMP, RPKI and RIS Live show of its BGP routes'};

const LEGEND = [['median', 'median in p5 to p95, from 0, last 6 h'], ['lost', 'lost, by height: any, > warning, > critical'],
                ['gap', 'not measured'], ['limit', 'warning threshold'], ['proved', '✓ leaves from an address in the prefix']];

// Ticks every second hour over the sparklines, with room for `now`.
function drawAxis(axis, {time0, step_seconds: step, points}) {
  const span = step * points;
  const marks = [];
  for (let time = Math.ceil(time0 / 7200) * 7200; time < time0 + span - 5400; time += 7200) {
    const tick = el('span', {}, clock(time * 1000));
    tick.style.left = `${((time - time0) / span) * 100}%`;
    marks.push(tick);
  }
  fill(axis, `${time0} ${points} ${clock(0)}`, marks, el('span', {class: 'now'}, 'now'));
}

const HELD_MILLISECONDS = 20000;
const PAGE = 100;  // rows at once; more would make the page slow
const FEW = 8;  // up to here the sparklines are tall: there is room

function classesOf({groups, connections, store}) {
  const prefixes = connections.reduce((sum, one) => sum + one.prefixes.length, 0);
  const apart = groups.every(({connections: members}) => members.length < 2);
  const classes = ['fleet', store && 'of-store', apart && 'no-groups', prefixes <= FEW && 'few',
                   connections.some((one) => one.expected_pops) && 'has-expected',
                   connections.some((one) => one.prefixes.some(({routes}) => routes)) && 'has-routes'];
  return classes.filter(Boolean).join(' ');
}

function makeHead(axis) {
  const heads = COLUMNS.map(([className, text]) =>
    el('th', {scope: 'col', class: className, title: TITLES[text] ?? null}, text ?? axis));
  return el('thead', {}, el('tr', {}, heads));
}

const makeLegend = () => el('p', {class: 'legend'}, LEGEND.map(([kind, text]) =>
  el('span', {}, el('i', {class: `key ${kind}`, 'aria-hidden': 'true'}), text)));

// Whether the reader works with the table: rows must not move then. A pointer that somebody left over it must
// not keep a new failure at its end, so the time since the last movement counts.
function watchTouches(table) {
  let touched = -Infinity;
  for (const kind of ['pointermove', 'keydown', 'focusin']) {
    table.addEventListener(kind, () => { touched = performance.now(); });
  }
  return {
    held: () => performance.now() - touched < HELD_MILLISECONDS
      && (table.matches(':hover') || table.contains(document.activeElement)),
    release: () => { touched = -Infinity; },
  };
}

// `open(address)` opens a report.
export function makeTable(open) {
  const axis = el('span', {class: 'axis'}, el('span', {class: 'now'}, 'last 6 h'));
  const caption = el('caption', {class: 'sr'});
  const table = el('table', {class: 'fleet'}, caption, makeHead(axis));
  const nothing = el('p', {class: 'note', hidden: ''});
  const more = el('button', {type: 'button', class: 'choice more-rows', hidden: ''});
  const node = el('div', {class: 'fleet-box'}, table, nothing, more, makeLegend());
  const touches = watchTouches(table);

  let now = Date.now();
  let all = [];   // of the overview, in order
  let rows = [];  // in the table: all of them, or the first that the search finds
  let parts = [];
  let limit = PAGE;
  let search = '';
  let sparks = new Map();
  let axisOf = null;
  const visible = new Set();

  const children = keyedChildren(table, {
    key: ({connection}) => connection.name,
    make(row) {
      const part = makeRow(row);
      observer.observe(part.node);
      return {...part, update: (wanted) => part.update(wanted, now)};
    },
    held: touches.held,
  });
  const draw = () => rows.forEach((row, i) => {
    if (visible.has(row.connection.name)) parts[i].drawSparks(row, sparks, table.classList.contains('few'));
  });
  const observer = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      if (isIntersecting) visible.add(target.dataset.connection);
      else visible.delete(target.dataset.connection);
    }
    draw();
  }, {rootMargin: '300px'});

  // Few rows stay in the table and are hidden; of many, only some are in it.
  const filter = () => {
    const wanted = all.map((row) => search === '' || matches(row, search));
    const count = wanted.filter(Boolean).length;
    const few = all.length <= PAGE;
    rows = few ? all : all.filter((_, i) => wanted[i]).slice(0, limit);
    parts = children(rows);
    parts.forEach((part, i) => show(part.node, !few || wanted[i]));
    draw();
    show(more, !few && count > rows.length);
    setText(more, `Show ${Math.min(PAGE, count - rows.length)} more of ${count - rows.length}`);
    show(nothing, count === 0 && all.length > 0);
    setText(nothing, `Nothing here has “${search}” in its name, location, partner, prefix or address.`);
    return count;
  };
  more.addEventListener('click', () => {
    limit += PAGE;
    filter();
  });
  const shownLinks = () => [...table.querySelectorAll('tbody:not([hidden]) .row-link')];
  const move = (step) => {
    const links = shownLinks();
    const here = links.indexOf(document.activeElement?.closest('tbody')?.querySelector('.row-link'));
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
    links[next]?.focus();
  };

  table.addEventListener('click', (event) => {
    const body = event.target.closest('tbody');
    if (!body || event.target.closest('a') || String(getSelection()) !== '') return;
    open(body.querySelector('.row-link').getAttribute('href'));
  });
  followPointer(table, () => ({axis: axisOf, sparks}));

  return {
    node,
    move,
    openFirst: () => shownLinks()[0]?.click(),
    update(overview, order, time) {
      now = time;
      all = rowsOf(overview, order);
      setText(caption, `Connections, ${order === 'worst' ? 'worst first' : `by ${order}`}`);
      setAttribute(table, 'class', classesOf(overview));
      return filter();
    },
    find(text) {
      search = text;
      limit = PAGE;
      return filter();
    },
    // Of an overview with sparklines.
    setSparks({spark, connections}) {
      if (spark === null) return;
      axisOf = spark;
      drawAxis(axis, spark);
      sparks = new Map(connections.flatMap(({name, prefixes}) =>
        prefixes.map(({prefix, spark: points}) => [`${name} ${prefix}`, points])));
      draw();
    },
    release: touches.release,  // rows may move immediately: the reader asked for it
    close: () => observer.disconnect(),
  };
}
