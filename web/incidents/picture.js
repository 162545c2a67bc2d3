// Figure 1 of the evidence: the round-trip times of the path before, during and after, its losses, and the other
// partners in the same minutes on the same scale. SVG, so that paper gets lines and not pixels.

import {chooseScale, positionOf} from '../chart/scale.js';
import {lossHeight} from '../chart/lanes.js';
import {runsOf} from '../chart/paint.js';
import {svg} from '../dom.js';
import {THIN, integer} from '../format.js';
import {utcClock, utcDay} from './words.js';

const WIDTH = 900;
const LEFT = 62;
const RIGHT = 8;
const SMOKE = 128;
const OTHER = 72;
const LOST = 30;
const STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200];

const text = (x, y, content, attributes = {}) => svg('text', {x, y, ...attributes}, content);
const line = (x1, y1, x2, y2, name) => svg('line', {x1, y1, x2, y2, class: name});
const at = (value) => Number(value.toFixed(2));

function axisMarks(from, to) {
  const step = STEPS.find((each) => (to - from) / each <= 10) ?? 86400;
  const marks = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    const midnight = time % 86400 === 0;
    marks.push([time, midnight ? utcDay(time * 1000) : utcClock(time * 1000)]);
  }
  return marks;
}

// Bands and lines of one series between `top` and `bottom`.
function smoke(series, tone, {x, y, time0, step}) {
  const center = (index) => x(time0 + (index + 0.5) * step);
  const nodes = [];
  for (const run of runsOf(series.p50)) {
    const edge = (index, side) => (run.length > 1 ? center(index) : x(time0 + (index + side) * step));
    const points = (column, side = 0) => run.length > 1
      ? run.map((index) => `${at(center(index))},${at(y(series[column][index]))}`)
      : [0, 1].map((end) => `${at(edge(run[0], side === 1 ? 1 - end : end))},${at(y(series[column][run[0]]))}`);
    const band = (low, high, name) => svg('polygon', {
      class: `${tone} ${name}`,
      points: [...points(high), ...points(low).reverse()].join(' '),
    });
    const stroke = (column, name) => svg('polyline', {class: `${tone} ${name}`, points: points(column).join(' ')});
    nodes.push(band('p5', 'p95', 'band'), band('p25', 'p75', 'mid'), stroke('min', 'min'), stroke('p50', 'median'));
  }
  return nodes;
}

function gapsOf(series, {x, time0, step}, top, height) {
  const empty = series.sent.map((_, index) => (series.received[index] + series.lost[index] === 0 ? 1 : null));
  return runsOf(empty).map((run) => svg('rect', {
    x: at(x(time0 + run[0] * step)), y: top, height, fill: 'url(#hatch)',
    width: at(Math.max(1, x(time0 + (run[run.length - 1] + 1) * step) - x(time0 + run[0] * step))),
  }));
}

function limitLines(limits, {scale, y, right}) {
  return ['warning', 'critical'].filter((name) => limits?.[name] != null && limits[name] / 1000 <= scale.max)
    .flatMap((name) => [
      line(LEFT, at(y(limits[name])), right, at(y(limits[name])), `limit ${name}`),
      text(right - 4, at(y(limits[name])) - 3, `${name} ${Number((limits[name] / 1000).toPrecision(3))}${THIN}ms`,
           {class: `halo end ${name}`}),
    ]);
}

function latencyAxis(scale, top, bottom) {
  const last = scale.splits.filter((split) => split <= scale.max).length - 1;
  return scale.splits.filter((split) => split <= scale.max).flatMap((split, index) => {
    const y = at(positionOf(scale, split * 1000, top, bottom));
    return [line(LEFT, y, WIDTH - RIGHT, y, 'grid'),
            text(LEFT - 6, y + 4, index === last ? `${split}${THIN}ms` : String(split), {class: 'axis end'})];
  });
}

// The highest loss of any five minutes around a step: what the limits are compared with, so that a single lost
// probe is grey.
function lossAround({lost, received}, index, count) {
  let worst = 0;
  for (let first = Math.max(0, index - count + 1); first <= index; first += 1) {
    let missing = 0;
    let ended = 0;
    for (let i = first; i < Math.min(first + count, lost.length); i += 1) {
      missing += lost[i];
      ended += lost[i] + received[i];
    }
    worst = Math.max(worst, ended > 0 ? missing / ended : 0);
  }
  return worst;
}

function lostBars(series, limits, {x, time0, step}, top) {
  const base = top + LOST;
  const width = Math.max(1, x(time0 + step) - x(time0) - 0.5);
  const bars = series.lost.map((lost, index) => {
    const ended = series.received[index] + lost;
    if (!(lost > 0) || ended === 0) return null;
    const ratio = lost / ended;
    const high = Math.max(2, lossHeight(ratio) * LOST);
    const around = lossAround(series, index, Math.max(1, Math.round(300 / step)));
    const level = limits?.critical != null && around > limits.critical ? 'critical'
      : limits?.warning != null && around > limits.warning ? 'warning' : 'some';
    return svg('rect', {class: `lost ${level}`, x: at(x(time0 + index * step)), y: at(base - high), width: at(width),
                        height: at(high)});
  });
  return [line(LEFT, base, WIDTH - RIGHT, base, 'rule'), text(4, base - 2, 'lost', {class: 'name'}),
          text(LEFT - 6, top + 8, '100%', {class: 'axis end'}), bars];
}

function phaseMarks({phases}, x, bottom) {
  const begin = x(Date.parse(phases.during.from) / 1000);
  const end = x(Date.parse(phases.during.to) / 1000);
  const middle = (from, to) => at((from + to) / 2);
  return {
    under: svg('rect', {class: 'during', x: at(begin), y: 8, width: at(Math.max(1, end - begin)), height: bottom - 8}),
    over: [line(at(begin), 8, at(begin), bottom, 'edge'), line(at(end), 8, at(end), bottom, 'edge'),
           begin - LEFT > 200 ? text(middle(LEFT, begin) + 60, 20, 'before', {class: 'halo middle quiet'}) : null,
           end - begin > 60 ? text(middle(begin, end), 20, 'during', {class: 'halo middle strong'}) : null,
           phases.after && WIDTH - RIGHT - end > 60
             ? text(middle(end, WIDTH - RIGHT), 20, 'after', {class: 'halo middle quiet'}) : null],
  };
}

const countsOf = ({phases: {during}}) => `${integer(during.lost)} of ${integer(during.received + during.lost)} lost`;

// The figure as one element. `incident`: the answer of /api/v1/incidents/ID.
export function makePicture(incident, {withOthers = true} = {}) {
  const {path, time0, step_seconds: step, limits} = incident;
  const others = withOthers ? incident.others.filter(({p50}) => p50.length > 0).slice(0, 2) : [];
  const from = time0;
  const to = time0 + path.p50.length * step;
  const right = WIDTH - RIGHT;
  const x = (time) => LEFT + ((time - from) / (to - from)) * (right - LEFT);
  const latency = limits?.latency ? [limits.latency.warning, limits.latency.critical] : [];
  const top = 12;
  const bottom = top + SMOKE;
  const scale = chooseScale([path], {limits: latency});
  const y = (value) => positionOf(scale, Math.min(value, scale.max * 1000), top, bottom);
  const grid = {x, y, scale, right, time0, step};
  const lostTop = bottom + 8;
  let below = lostTop + LOST + 12;
  const height = below + others.length * (OTHER + 10) + 16;
  const marks = axisMarks(from, to);
  const phase = phaseMarks(incident, x, height - 18);

  const otherParts = others.map((other) => {
    const ownTop = below;
    const ownBottom = ownTop + OTHER;
    below = ownBottom + 10;
    const ownScale = chooseScale([other]);
    const ownY = (value) => positionOf(ownScale, Math.min(value, ownScale.max * 1000), ownTop + 4, ownBottom);
    return [latencyAxis({...ownScale, splits: ownScale.splits.filter((_, i) => i % 2 === 0)}, ownTop + 4, ownBottom),
            gapsOf(other, grid, ownTop + 4, OTHER - 4), smoke(other, 'b', {...grid, y: ownY}),
            text(LEFT + 6, ownTop + 16, `${other.partner}, same minutes: ${countsOf(other)}`, {class: 'halo strong'})];
  });

  return svg('svg', {class: 'incident-picture', viewBox: `0 0 ${WIDTH} ${height}`, role: 'img',
                     'aria-label': `Round-trip times and losses of ${path.partner} before, during and after`},
             phase.under, marks.map(([time]) => line(at(x(time)), 8, at(x(time)), height - 18, 'grid')),
             latencyAxis(scale, top, bottom), gapsOf(path, grid, top, SMOKE), smoke(path, 'a', grid),
             limitLines(limits?.latency, grid), lostBars(path, limits?.loss, grid, lostTop), otherParts, phase.over,
             text(LEFT + 6, 20, path.partner, {class: 'halo strong'}),
             marks.map(([time, name]) => text(at(x(time)), height - 4, name, {class: 'axis middle'})));
}
