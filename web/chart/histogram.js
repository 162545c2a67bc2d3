// The distribution of a whole span at the right of the smoke, on the same latency axis. The length of a bar is
// the square root of its count, so that a rare second way can be seen. Two series lie over each other.
//
//   addHistogram(host, {width, height, y, scale, series: [{tone, buckets}], quantiles: [[name, us], …], limits})
//
// `y(us)` is that of the smoke. `buckets`: [[us, count], …] with `perOctave` buckets an octave.

import {token} from '../dom.js';
import {THIN, integer, milliseconds} from '../format.js';
import {DASHES, addCanvas, horizontal, label} from './paint.js';
import {BOTTOM, TOP} from './smoke.js';

// The count of each row of pixels.
function rowsOf(buckets, {y, top, bottom, perOctave}) {
  const rows = new Float64Array(Math.max(1, Math.ceil(bottom - top)));
  const half = 2 ** (0.5 / perOctave);
  let above = 0;
  for (const [value, count] of buckets) {
    const high = y(value * half);
    const low = y(value / half);
    if (low < top) above += count;
    const steps = Math.max(1, Math.ceil((low - high) * 3));
    for (let step = 0; step < steps; step += 1) {
      const row = Math.floor(high + ((step + 0.5) * (low - high)) / steps - top);
      if (row >= 0 && row < rows.length) rows[row] += count / steps;
    }
  }
  return {rows, above};
}

function paintRows(context, {rows}, {top, length, tone, thin}) {
  const most = Math.max(...rows, 1e-9);
  context.fillStyle = token(`--${tone}-mid`);
  context.globalAlpha = thin ? 0.65 : 1;
  rows.forEach((count, row) => {
    if (count > 0) context.fillRect(2, top + row, Math.max(0.7, Math.sqrt(count / most) * length), 1.05);
  });
  context.globalAlpha = 1;
}

// Names next to the axis, moved apart where they would overlap.
function paintQuantiles(context, quantiles, {y, top, length}) {
  const names = quantiles.filter(([, value]) => value != null && y(value) >= top - 1)
    .map(([name, value, strong]) => ({name, value, strong, at: y(value), text: y(value)}))
    .sort((a, b) => b.at - a.at);
  for (let i = 1; i < names.length; i += 1) names[i].text = Math.min(names[i].text, names[i - 1].text - 13);
  for (const {name, value, strong, at, text} of names) {
    context.globalAlpha = 0.4;
    horizontal(context, 2, length + 4, at, {color: '--ink3', width: 1});
    context.globalAlpha = 1;
    label(context, `${name} ${milliseconds(value)}`, length + 12, text,
          {color: strong ? '--ink' : '--ink2', weight: strong ? 700 : 500});
  }
}

export function addHistogram(host, {width, height, y, scale, series, quantiles, limits = [], perOctave = 64}) {
  const top = TOP;
  const bottom = height - BOTTOM;
  const length = Math.round(width * 0.5);
  addCanvas(host, width, height, (context) => {
    context.strokeStyle = token('--rule2');
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(1.5, top);
    context.lineTo(1.5, bottom);
    context.stroke();
    let above = 0;
    series.forEach(({tone, buckets}, index) => {
      const counted = rowsOf(buckets, {y, top, bottom, perOctave});
      above += counted.above;
      paintRows(context, counted, {top, length, tone, thin: index > 0});
    });
    limits.forEach((limit, index) => {
      if (limit == null || limit / 1000 > scale.max || limit / 1000 < scale.min) return;
      const [color, dash] = index === 1 ? ['--fail', DASHES.critical] : ['--warn', DASHES.warning];
      horizontal(context, 0, width, y(limit), {color, dash});
    });
    paintQuantiles(context, quantiles, {y, top, length});
    if (above > 0) {
      label(context, `${integer(above)}${THIN}beyond the scale`, 6, top - 3, {color: '--ink3', weight: 400});
    }
  });
}
