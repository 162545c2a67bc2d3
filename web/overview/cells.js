// The cells of one prefix: sparkline, median and its threshold, loss, jitter, source, PoP.

import {el, fill, setAttribute, setText, svg} from '../dom.js';
import {integer, milliseconds, NONE, percent, THIN} from '../format.js';
import {icon} from '../marks.js';
import {TONES, routesLink} from '../routes/model.js';
import {reportLink} from './model.js';
import {makeSpark} from './spark.js';

// `value` in the unit of the thresholds.
function toneOf(value, limits) {
  if (value === null || !limits) return '';
  if (limits.critical !== null && value > limits.critical) return 'over-critical';
  return limits.warning !== null && value > limits.warning ? 'over-warning' : '';
}

// The median as a part of the critical limit, with a tick at the warning limit.
function makeBullet() {
  const bar = svg('rect', {x: 0, y: 3, height: 4});
  const tick = svg('line', {y1: 0.5, y2: 9.5, class: 'tick', 'vector-effect': 'non-scaling-stroke'});
  const node = svg('svg', {class: 'bullet', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
                   svg('rect', {class: 'rail', x: 0, y: 3, width: 100, height: 4}), bar, tick);
  return {
    node,
    update(value, limits) {
      const end = limits?.critical ?? limits?.warning ?? null;
      setAttribute(node, 'class', end === null ? 'bullet absent' : 'bullet');
      if (end === null) return;
      const x = (part) => Math.min(100, Math.round((part / end) * 100));
      setAttribute(bar, 'width', x(value ?? 0));
      setAttribute(bar, 'class', toneOf(value, limits) || 'within');
      setAttribute(tick, 'x1', x(limits.warning ?? end));
      setAttribute(tick, 'x2', x(limits.warning ?? end));
    },
  };
}

function makeLatency() {
  const value = el('span', {class: 'value'});
  const limit = el('span', {class: 'limit'});
  const bullet = makeBullet();
  const measured = el('span', {class: 'latency'}, value, limit, bullet.node);
  const dead = el('span', {class: 'dead'});
  const node = el('td', {class: 'c-latency'});
  return {
    node,
    update({latency, reach, thresholds}) {
      const words = {down: 'no answer', no_source: 'not probed'}[reach.state];
      fill(node, words ? 'dead' : 'measured', words ? dead : measured);
      setText(dead, words ?? '');
      const limits = thresholds.latency;
      const seconds = latency === null ? null : latency / 1e6;
      const worst = limits?.warning ?? limits?.critical ?? null;
      setText(value, milliseconds(latency));
      setAttribute(value, 'class', `value ${toneOf(seconds, limits)}`);
      setText(limit, worst === null ? '' : `/ ${Number((worst * 1000).toPrecision(3))}`);
      bullet.update(seconds, limits);
    },
  };
}

function makeFigure(className, text, tone, title = () => null) {
  const value = el('span', {});
  return {
    node: el('td', {class: `number ${className}`}, value),
    update(prefix) {
      setText(value, text(prefix));
      setAttribute(value, 'class', tone(prefix));
      setAttribute(value, 'title', title(prefix));
    },
  };
}

const makeLoss = () => makeFigure('c-loss', ({loss_ratio}) => percent(loss_ratio),
  ({loss_ratio, thresholds}) => toneOf(loss_ratio, thresholds.loss) || (loss_ratio ? '' : 'zero'),
  ({lost, answered}) => (lost + answered > 0 ? `${integer(lost)} of ${integer(lost + answered)} lost` : null));

const makeJitter = () => makeFigure('c-jitter', ({jitter}) => milliseconds(jitter),
  ({jitter, thresholds}) => toneOf(jitter === null ? null : jitter / 1e6, thresholds.jitter) || 'second');

// From which address and interface probes leave, and whether STUN confirms it.
function sourceParts({source, egress, problem}) {
  if (!source) return [el('span', {class: 'quiet', title: problem}, NONE)];
  const name = el('span', {class: 'interface'}, source.interface || source.address);
  const address = el('span', {class: 'address'}, source.interface ? ` ${source.address}` : '');
  if (!egress) return [icon('none', {tone: 'quiet', label: 'egress not verified'}), ' ', name, address];
  if (egress.verified) return [icon('check', {tone: 'pass', label: 'egress verified'}), ' ', name, address];
  return [icon('cross', {tone: 'warn'}), ' ', el('span', {class: 'over-warning'}, 'outside'), address];
}

function sourceTitle({source, egress, problem}) {
  if (!source) return problem;
  const from = `Probes leave from ${source.address}${source.interface ? ` on ${source.interface}` : ''}. `;
  if (!egress) return `${from}No STUN server has shown where the traffic leaves.`;
  return `${from}STUN servers see ${egress.address}, ${egress.verified ? 'inside' : 'outside'} the prefix.`;
}

function makeSource() {
  const node = el('td', {class: 'c-source'});
  return {
    node,
    update(prefix) {
      fill(node, JSON.stringify([prefix.source, prefix.egress]), sourceParts(prefix));
      setAttribute(node, 'title', sourceTitle(prefix));
    },
  };
}

function makePop() {
  const node = el('td', {class: 'c-pop'});
  return {
    node,
    update({pops, edge_location: location}) {
      const codes = [...new Set(Object.values(pops))].sort();
      const role = location && location !== 'primary' ? 'over-warning' : 'role';
      fill(node, `${codes} ${location}`, codes.length === 0 ? el('span', {class: 'quiet'}, NONE) : codes.join(', '),
           location && codes.length > 0 ? el('span', {class: role}, ` ${location}`) : null);
      const each = Object.entries(pops).map(([endpoint, code]) => `${endpoint}: ${code}`).join('\n');
      setAttribute(node, 'title', each || null);
    },
  };
}

// The worst known state of its routes, in a word.
function makeRoutes(connection) {
  const node = el('td', {class: 'c-routes'});
  return {
    node,
    update({prefix, routes}) {
      setAttribute(node, 'class', `c-routes ${routes?.state ?? 'absent'}`);
      if (!routes) return fill(node, 'none', el('span', {class: 'quiet'}, NONE));
      const tone = TONES[routes.state] ?? 'unknown';
      return fill(node, `${prefix} ${JSON.stringify(routes)}`,
                  el('a', {href: routesLink(connection, prefix), title: routes.text ?? 'as expected, as far as the sources show'},
                     icon(tone, {tone}), ' ', el('span', {class: `word ${tone}`}, routes.word)));
    },
  };
}

function makePrefixName(connection) {
  const link = el('a', {});
  return {
    node: el('td', {class: 'c-prefix'}, link),
    update({prefix, network}) {
      const known = prefix === 'auto' && network && network !== 'auto';
      setText(link, known ? `auto: ${network}` : prefix);
      setAttribute(link, 'title', known ? `auto: ${network}` : prefix);
      setAttribute(link, 'href', reportLink(connection, prefix));
    },
  };
}

// {name, cells, update(prefix), drawSpark(spark, height)}: the cell of the name, and those that follow it.
export function makePrefix(connection) {
  const name = makePrefixName(connection);
  const spark = makeSpark();
  const sparkCell = el('td', {class: 'c-spark'}, spark.node);
  const parts = [makeLatency(), makeLoss(), makeJitter(), makeSource(), makePop(), makeRoutes(connection)];
  let last = null;
  let drawn = null;
  return {
    name: name.node,
    cells: [sparkCell, ...parts.map(({node}) => node)],
    update(prefix) {
      last = prefix;
      name.update(prefix);
      parts.forEach((part) => part.update(prefix));
    },
    // `points` is the spark of the API, or null without a history. Draws only what has changed.
    drawSpark(points, height) {
      if (points === null || (drawn?.points === points && drawn.height === height)) return;
      drawn = {points, height};
      const now = last.latency === null ? 'not measured now' : `now ${milliseconds(last.latency)}${THIN}ms`;
      spark.draw(points, last.thresholds, height, `Median of the last 6 h of ${last.prefix}, ${now}`);
    },
  };
}
