// The sparkline of a prefix: the median in its band from p5 to p95, from 0; below it what was lost; hatched
// where nothing was measured. A few paths for any number of points.

import {runsOf} from '../chart/paint.js';
import {setAttribute, svg} from '../dom.js';

const STEP = 3;  // width of a point
const GAP = 2;   // between the curve and the lane of losses

const rects = (list) => list.map(([x, y, width, height]) => `M${x} ${y}h${width}v${height}h${-width}Z`).join('');

const sorted = (values) => values.filter((value) => value !== null).sort((a, b) => a - b);

// From 0 to twice the usual median, or to p95: quiet paths lie flat and look alike.
export function scaleOf({p50, p95}) {
  const medians = sorted(p50);
  const tops = sorted(p95);
  if (medians.length === 0) return 1;
  const top = tops[Math.floor(tops.length * 0.97)] ?? medians.at(-1);  // a store has no bands
  return Math.max(2 * medians[medians.length >> 1], 1.05 * top);
}

function lossHeight(ratio, limits) {
  if (ratio > (limits?.critical ?? Infinity)) return ['lost-critical', 1];
  if (ratio > (limits?.warning ?? Infinity)) return ['lost-warning', 0.7];
  return ['lost', 0.4];
}

// The paths by class, for a chart of `height`: band, median, limit, base, gap, dead, lost…
export function pathsOf(spark, thresholds, height) {
  const lane = height > 30 ? 9 : 5;
  const floor = height - lane - GAP;
  const top = scaleOf(spark);
  const x = (i) => (i + 0.5) * STEP;
  const y = (value) => (floor - Math.min(value / top, 1) * floor).toFixed(1);
  const width = spark.p50.length * STEP;
  const paths = {base: `M0 ${floor + 0.5}H${width}`, band: '', median: '', limit: ''};
  for (const run of runsOf(spark.p50)) {
    const ends = run.length === 1 ? [x(run[0]) - 1, x(run[0]) + 1] : null;  // a lone point is still seen
    const along = (column) => (ends ? ends.map((at) => `${at} ${y(column[run[0]])}`)
      : run.map((i) => `${x(i)} ${y(column[i])}`));
    if (run.every((i) => spark.p95[i] !== null)) {
      paths.band += `M${along(spark.p95).join('L')}L${along(spark.p5).reverse().join('L')}Z`;
    }
    paths.median += `M${along(spark.p50).join('L')}`;
  }
  const limit = (thresholds.latency?.warning ?? Infinity) * 1e6;
  if (limit < top) paths.limit = `M0 ${y(limit)}H${width}`;
  const boxes = {gap: [], dead: [], lost: [], 'lost-warning': [], 'lost-critical': []};
  spark.sent.forEach((sent, i) => {
    const lost = spark.lost[i];
    if (sent === 0 || (spark.p50[i] === null && lost === 0)) boxes.gap.push([i * STEP, 0, STEP, height]);
    else if (lost >= sent) boxes.dead.push([i * STEP, 0, STEP, height]);
    else if (lost > 0) {
      const [name, share] = lossHeight(lost / sent, thresholds.loss);
      boxes[name].push([i * STEP, height - lane * share, STEP, lane * share]);
    }
  });
  for (const [name, list] of Object.entries(boxes)) paths[name] = rects(list);
  return paths;
}

const CLASSES = ['gap', 'base', 'band', 'median', 'limit', 'lost', 'lost-warning', 'lost-critical', 'dead'];

// An empty chart; `draw(spark, thresholds, height, label)` fills it.
export function makeSpark() {
  const parts = Object.fromEntries(CLASSES.map((name) => [name, svg('path', {class: name})]));
  const node = svg('svg', {class: 'spark', preserveAspectRatio: 'none', 'aria-hidden': 'true'}, Object.values(parts));
  return {
    node,
    draw(spark, thresholds, height, label) {
      setAttribute(node, 'viewBox', `0 0 ${spark.p50.length * STEP} ${height}`);
      setAttribute(node, 'aria-hidden', null);
      setAttribute(node, 'role', 'img');
      setAttribute(node, 'aria-label', label);
      for (const [name, d] of Object.entries(pathsOf(spark, thresholds, height))) setAttribute(parts[name], 'd', d);
    },
  };
}
