// Latency over time as smoke: bands of the quantiles p5 to p95 and p25 to p75, the median and the minimum;
// limits, the floor of light in fibre, and gaps hatched with their reason. uPlot gives the scales, axes and
// grid. Used by the report with one series, and side by side with two series on one scale:
//
//   addSmoke(host, {frame, height, scale, marks, series: [{tone: 'a', columns, time0, step}], …})
//
// `frame` and `marks`: frame.js. `scale`: scale.js. `columns`: min, p5 … p95, max in microseconds, and lost. `tone` a is
// blue, b brown. Optional: `limitSpans`, see limits.js, in microseconds; `pops` [{from, to, code, floor}] and
// `gaps` [{from, to, name}] with Unix seconds; `max: true` draws the maxima; `labels: false` for little room;
// `head`: pixels at the top for a title. Returns {y(us): CSS pixels within the chart, destroy()}.

import uPlot from '../vendor/uplot/uPlot.esm.js';
import {token} from '../dom.js';
import {THIN, figure} from '../format.js';
import {paintLimits} from './limits.js';
import {DASHES, font, hatch, horizontal, label, runsOf} from './paint.js';
import {positionOf} from './scale.js';

export const TOP = 10;     // above the plot: room for the sign of the cut
const ROW = 14;  // of names of gaps
export const BOTTOM = 20;  // the time axis

// Where probes were sent and none was answered: a red ground, so that it is not taken for a gap.
function paintSilence(context, {frame, height, labels}, {columns, time0, step}) {
  const silent = columns.p50.map((value, index) => (value == null && columns.lost[index] > 0 ? 1 : null));
  for (const run of runsOf(silent)) {
    const [x, width] = frame.box(time0 + run[0] * step, time0 + (run[run.length - 1] + 1) * step, 2);
    context.globalAlpha = 0.18;
    context.fillStyle = token('--fail-fill');
    context.fillRect(x, TOP, width, height - TOP - BOTTOM);
    context.globalAlpha = 1;
    if (labels === false) continue;
    const right = x + width + 62 > frame.left + frame.plot;
    const [at, align] = width > 70 ? [x + width / 2, 'center'] : right ? [x - 5, 'right'] : [x + width + 5, 'left'];
    label(context, 'no answer', at, height - BOTTOM - 9, {color: '--fail', align});
  }
}

function polygon(context, points, color) {
  context.fillStyle = token(color);
  context.beginPath();
  points.forEach(([x, y]) => context.lineTo(x, y));
  context.closePath();
  context.fill();
}

function polyline(context, points, color, width) {
  context.strokeStyle = token(color);
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.beginPath();
  points.forEach(([x, y]) => context.lineTo(x, y));
  context.stroke();
}

const WIDE_STEP = 7;  // pixels

// A point is drawn at the middle of its step. Where steps are wide, or a point has no neighbours, it is as wide as
// its step: a slope would show values that nobody measured.
function pointsOf({time0, step}, frame, run, column, y) {
  const x = (index) => frame.x(time0 + (index + 0.5) * step);
  const width = (step / (frame.to - frame.from)) * frame.plot;
  if (run.length > 1 && width < WIDE_STEP) return run.map((index) => [x(index), y(column[index])]);
  const half = Math.max(0.75, width / 2);
  return run.flatMap((index) => [-half, half].map((side) => [x(index) + side, y(column[index])]));
}

function paintSeries(context, frame, one, y, {max}) {
  const {columns, tone} = one;
  const runs = runsOf(columns.p50);
  const band = (run, low, high, color) => polygon(context, [
    ...pointsOf(one, frame, run, columns[high], y), ...pointsOf(one, frame, run, columns[low], y).reverse(),
  ], color);
  const line = (run, column, color, width) =>
    polyline(context, pointsOf(one, frame, run, columns[column], y), color, width);
  for (const run of runs) {
    band(run, 'p5', 'p95', `--${tone}-band`);
    band(run, 'p25', 'p75', `--${tone}-mid`);
    line(run, 'min', `--${tone}-min`, 0.8);
    if (max) line(run, 'max', `--${tone}-min`, 0.7);
  }
  for (const run of runs) line(run, 'p50', `--${tone}-median`, 1.6);
}

function paintFloor(context, {frame, scale, pops}, y) {
  const known = pops.filter(({from, to, floor}) => floor != null && from < frame.to && to > frame.from
    && floor / 1000 < scale.max && floor / 1000 >= scale.min);
  for (const {from, to, floor} of known) {
    const [x, width] = frame.box(from, to);
    horizontal(context, x, x + width, y(floor), {color: '--floor', dash: DASHES.floor, width: 1.5});
  }
  const last = known[known.length - 1];
  if (!last || y(0.001) - y(last.floor) < 14) return;
  label(context, `fibre minimum to ${last.code}: ${figure(last.floor / 1000)}${THIN}ms`,
        frame.left + frame.plot - 4, y(last.floor) - 3, {color: '--floor', align: 'right', base: 'bottom'});
}

// The names of gaps, as far as there is room for them: two rows, beside the `labels` of limits.
function paintGapNames(context, {frame, gaps, head = 0}, labels) {
  const top = (row) => TOP + 4 + head + row * ROW;
  const ends = [-Infinity, -Infinity];
  context.font = font(500);
  for (const {from, to, name} of gaps) {
    const [x, width] = frame.box(from, to, 3);
    const wide = context.measureText(name).width;
    const fits = x + width + 5 + wide < frame.left + frame.plot;
    const left = wide + 8 < width ? x + (width - wide) / 2 : fits ? x + width + 5 : x - 5 - wide;
    const isFree = (row) => labels.every(({from: begin, to: end, at}) =>
      left > end || left + wide < begin || at <= top(row) || at - ROW >= top(row) + ROW);
    const row = ends.findIndex((end, index) => end + 10 < left && isFree(index));
    if (row < 0 || left < frame.left) continue;
    ends[row] = left + wide;
    label(context, name, left, top(row), {color: '--unknown', base: 'top'});
  }
}

// What lies above the scale: [{x, highest}], the highest within 66 pixels each.
function cutPeaks({frame, scale, series, max}) {
  const cut = series.flatMap((one) => {
    const column = max ? one.columns.max : one.columns.p95;
    return column.map((value, index) => ({x: frame.x(one.time0 + (index + 0.5) * one.step), highest: value}));
  }).filter(({highest}) => highest != null && highest / 1000 > scale.max);
  const peaks = [];
  for (const peak of cut.sort((a, b) => b.highest - a.highest)) {
    if (peaks.every(({x}) => Math.abs(x - peak.x) >= 66)) peaks.push(peak);
  }
  return peaks;
}

function paintCuts(context, options) {
  for (const {x, highest} of cutPeaks(options)) {
    context.fillStyle = token('--ink');
    context.beginPath();
    context.moveTo(x, TOP - 8);
    context.lineTo(x + 4.5, TOP - 1);
    context.lineTo(x - 4.5, TOP - 1);
    context.fill();
    const right = x + 60 > options.frame.left + options.frame.plot;
    label(context, `to ${figure(highest / 1000)}`, right ? x - 8 : x + 8, TOP - 3,
          {align: right ? 'right' : 'left', color: '--ink'});
  }
}

function paintAll(chart, options) {
  const {ctx: context, bbox} = chart;
  const {frame, scale} = options;
  const ratio = bbox.width / frame.plot;
  const y = (us) => positionOf(scale, us, TOP, options.height - BOTTOM);
  context.save();
  context.scale(ratio, ratio);
  context.save();
  context.beginPath();
  context.rect(frame.left, TOP, frame.plot, options.height - TOP - BOTTOM);
  context.clip();
  for (const {from, to} of options.gaps) {
    const [x, width] = frame.box(from, to, 3);
    hatch(context, x, TOP, width, options.height - TOP - BOTTOM);
  }
  for (const one of options.series) paintSilence(context, options, one);
  for (const one of options.series) paintSeries(context, frame, one, y, options);
  paintFloor(context, options, y);
  context.restore();
  const limits = paintLimits(context, options, y, TOP);
  if (options.labels !== false) paintGapNames(context, options, limits);
  if (frame.left <= 60) label(context, 'ms', 0, TOP + 1, {color: '--ink3', weight: 400});
  paintCuts(context, options);
  context.restore();
}

function axes({scale, marks, frame}) {
  const common = {stroke: token('--ink3'), font: font(), gap: 4, ticks: {show: false},
                  grid: {stroke: token('--rule'), width: 1}};
  const unit = (value, index, all) => `${value}${index === all.length - 1 && frame.left > 60 ? `${THIN}ms` : ''}`;
  return [
    {...common, size: BOTTOM, splits: () => marks.map(({time}) => time),
     values: () => marks.map(({time, text}) => (frame.x(time) + 3 * text.length > frame.width ? '' : text))},
    {...common, size: frame.left, gap: 8, splits: () => scale.splits,
     values: (_, all) => all.map((value, index) => (value == null ? '' : unit(value, index, all)))},
  ];
}

export function addSmoke(host, given) {
  const options = {limitSpans: [], pops: [], gaps: [], max: false, ...given};
  const {frame, scale, height} = options;
  const chart = new uPlot({
    width: frame.width,
    height,
    padding: [TOP, 0, 0, 0],
    legend: {show: false},
    cursor: {show: false},
    scales: {x: {time: true, range: [frame.from, frame.to]},
             y: {distr: scale.log ? 3 : 1, range: [scale.min, scale.max]}},
    axes: axes(options),
    series: [{}, {paths: () => null, points: {show: false}}],
    hooks: {draw: [(self) => paintAll(self, options)]},
  }, [[frame.from, frame.to], [scale.min, scale.max]], host);
  return {
    y: (us) => positionOf(scale, us, TOP, height - BOTTOM),
    destroy: () => chart.destroy(),
  };
}
