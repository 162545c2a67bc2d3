// The difference of two medians over time: above 0 the first is slower, in its colour, below 0 the second.
//
//   addDifference(host, {frame, marks, gaps, height, values, time0, step, names: ['Contoso', 'Fabrikam']})
//
// `values` in microseconds, null where one of the two is not measured.

import {token} from '../dom.js';
import {THIN} from '../format.js';
import {BOTTOM} from './smoke.js';
import {addCanvas, hatch, horizontal, label, verticals} from './paint.js';
import {quantile} from './scale.js';

const TOP = 20;  // a line of words above the plot

function niceStep(range, count) {
  const raw = range / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= raw);
}

// [lowest, highest, step] in milliseconds; 0 is always inside, and single peaks may lie beyond.
export function differenceRange(values) {
  const known = values.filter((value) => value != null).map((value) => value / 1000).sort((a, b) => a - b);
  const low = Math.min(0, quantile(known, 0.005) ?? 0);
  const high = Math.max(0, quantile(known, 0.995) ?? 0);
  const range = Math.max(high - low, 0.1);
  const room = range * 0.12;
  return [Math.min(low * 1.1, -room), Math.max(high * 1.1, room), niceStep(range, 4)];
}

const signed = (value) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Number(Math.abs(value).toPrecision(3))}`;

function paintAxis(context, {frame, y}, [low, high, step]) {
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high; i += 1) ticks.push(i * step);
  ticks.forEach((value, index) => {
    horizontal(context, frame.left, frame.left + frame.plot, Math.round(y(value)) + 0.5, {color: '--rule', width: 1});
    const unit = index === ticks.length - 1 ? `${THIN}ms` : '';
    label(context, `${signed(value)}${unit}`, frame.left - 8, y(value), {color: '--ink3', align: 'right', weight: 400});
  });
}

function paintBars(context, {frame, y, top, bottom}, {values, time0, step}) {
  const end = frame.left + frame.plot;
  const clamp = (at) => Math.min(Math.max(at, top), bottom);
  values.forEach((value, index) => {
    if (value == null || value === 0) return;
    context.fillStyle = token(value > 0 ? '--a-mid' : '--b-mid');
    // Whole pixels, or the seams between neighbours would show.
    const x = Math.max(frame.left, Math.floor(frame.x(time0 + index * step)));
    const next = Math.min(end, Math.max(x + 1, Math.floor(frame.x(time0 + (index + 1) * step))));
    const at = clamp(y(value / 1000));
    context.fillRect(x, Math.min(at, y(0)), next - x, Math.abs(at - y(0)));
  });
}

function paintWords(context, {left, plot}, names) {
  const words = [['Difference of medians', '--ink', 600], [`above 0: ${names[0]} slower`, '--a-min', 500],
                 [`below 0: ${names[1]} slower`, '--b-min', 500]];
  let x = left + 6;
  for (const [text, color, weight] of plot < 420 ? words.slice(1) : words) {
    label(context, text, x, TOP / 2 - 1, {color, weight});
    x += context.measureText(text).width + 14;
  }
}

export function addDifference(host, {frame, marks, gaps, height, values, time0, step, names}) {
  const range = differenceRange(values);
  const [top, bottom] = [TOP, height - BOTTOM];
  const y = (value) => top + ((range[1] - value) / (range[1] - range[0])) * (bottom - top);
  return addCanvas(host, frame.width, height, (context) => {
    verticals(context, marks.map(({time}) => frame.x(time)), top, bottom);
    for (const {from, to} of gaps) {
      const [x, width] = frame.box(from, to, 3);
      hatch(context, x, top, width, bottom - top);
    }
    paintAxis(context, {frame, y}, range);
    paintBars(context, {frame, y, top, bottom}, {values, time0, step});
    horizontal(context, frame.left, frame.left + frame.plot, y(0), {color: '--ink2', width: 1});
    for (const {time, text} of marks) {
      if (frame.x(time) + 3 * text.length > frame.width) continue;
      label(context, text, frame.x(time), height - BOTTOM / 2, {color: '--ink3', align: 'center', weight: 400});
    }
    paintWords(context, frame, names);
  });
}
