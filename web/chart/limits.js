// The thresholds over time, as lines with a step where the configuration was changed.
//
// `spans`: [{from, to, limits: [warning, critical]}] in Unix seconds and in the unit of the chart; null: none.

import {THIN} from '../format.js';
import {DASHES, horizontal, label, verticals} from './paint.js';

const NAMES = ['warning', 'critical'];
const COLORS = ['--warn', '--fail'];
const LABEL = 112;  // pixels

// How long one of the two stayed the same: [{from, to, limit}].
export function stepsOf(spans, index) {
  const steps = [];
  for (const {from, to, limits} of spans) {
    const limit = limits[index] ?? null;
    const last = steps[steps.length - 1];
    if (last && last.limit === limit) last.to = to;
    else steps.push({from, to, limit});
  }
  return steps.filter(({limit}) => limit != null);
}

export const limitsAt = (spans, time) => (spans.find(({to}) => time < to) ?? spans[spans.length - 1]).limits;

// 8, not 8.00: limits are written as in the configuration.
const short = (value) => String(Number(value.toPrecision(3)));

// Dashed lines in [from, to) of each step, joined where the limit changed. `y(limit)` is null outside the scale.
export function paintSteps(context, frame, spans, y, {width} = {}) {
  for (const index of [1, 0]) {
    const style = {color: COLORS[index], dash: DASHES[NAMES[index]], width};
    let before = null;
    for (const {from, to, limit} of stepsOf(spans, index)) {
      const [x, wide] = frame.box(from, to);
      const at = y(limit);
      if (at !== null) horizontal(context, x, x + wide, at, style);
      if (at !== null && before?.to === from && before.at !== null) verticals(context, [x], at, before.at, COLORS[index]);
      before = {to, at};
    }
  }
}

// A limit above the scale is named at its top, with an arrow. Names stand where their step begins, if there is room.
// Returns where: [{from, to, at}] in pixels, `at` their lower edge.
export function paintLimits(context, {frame, scale, limitSpans, head = 0}, y, top) {
  const inside = (limit) => limit / 1000 <= scale.max && !(scale.log && limit / 1000 < scale.min);
  paintSteps(context, frame, limitSpans, (limit) => (inside(limit) ? y(limit) : null));
  const used = [];
  for (const index of [0, 1]) {
    for (const {from, to, limit} of stepsOf(limitSpans, index)) {
      const [x, wide] = frame.box(from, to);
      if (scale.log && limit / 1000 < scale.min || wide < LABEL) continue;
      const above = limit / 1000 > scale.max;
      const under = !above && y(limit) - 13 < top + head;  // a title is above the line
      const at = above ? top + head + 13 : under ? Math.max(y(limit), top + head) + 13 : y(limit) - 2;
      const crowded = used.some((other) => Math.abs(other.at - at) < 13 && Math.abs(other.step - x) < LABEL);
      if (crowded && wide < 2 * LABEL) continue;
      const left = x + 6 + (crowded ? LABEL : 0);
      label(context, `${NAMES[index]} ${short(limit / 1000)}${THIN}ms${above ? ' ↑' : ''}`, left, at,
            {color: COLORS[index], base: 'bottom'});
      used.push({step: x, from: left, to: left + LABEL, at});
    }
  }
  return used;
}
