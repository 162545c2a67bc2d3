// Lanes below the smoke, on the same time axis: lost probes, PoP, result, maintenance, events. A lane is
// {name, height, paint(context, {frame, y, height})}. The names are in the frame's gutter.
//
//   addLanes(host, {frame, marks, gaps, lanes: [lostLane(…), popLane(…), …]})  returns {height, laneAt(y)}

import {token} from '../dom.js';
import {lossRatio, percent} from '../format.js';
import {limitsAt, paintSteps} from './limits.js';
import {addCanvas, font, hatch, horizontal, label, verticals} from './paint.js';

const SPACE = 7;  // between lanes

const LEAST = 0.0005;  // the lowest ratio of the lane of losses

// The height of a ratio on the logarithmic lane, 0 to 1.
export const lossHeight = (ratio) =>
  Math.log10(Math.max(ratio, LEAST) / LEAST) / Math.log10(1 / LEAST);

// The loss of the five minutes that a step belongs to: what the thresholds are compared with.
function lossAround({received, lost}, index, steps) {
  let worst = 0;
  for (let first = Math.max(0, index - steps + 1); first <= index; first += 1) {
    let all = 0;
    let missing = 0;
    for (let i = first; i < Math.min(first + steps, lost.length); i += 1) {
      all += lost[i] + received[i];
      missing += lost[i];
    }
    worst = Math.max(worst, all > 0 ? missing / all : 0);
  }
  return worst;
}

const exceeds = (value, limit) => limit != null && value > limit;

// For each pixel the highest loss: {x, ratio, color}.
function lossBars(frame, {columns, time0, step, limitSpans}) {
  const steps = Math.max(1, Math.round(300 / step));
  const bars = new Map();
  columns.lost.forEach((lost, index) => {
    if (!(lost > 0)) return;
    const ratio = lossRatio(lost, columns.received[index]);
    const x = Math.floor(frame.x(time0 + index * step));
    if (bars.get(x)?.ratio >= ratio) return;
    const around = lossAround(columns, index, steps);
    const [warning, critical] = limitsAt(limitSpans, time0 + index * step);
    const color = exceeds(around, critical) ? '--fail-fill' : exceeds(around, warning) ? '--warn-fill' : '--unknown-fill';
    bars.set(x, {x, ratio, color});
  });
  return [...bars.values()];
}

// Logarithmic from 0.05 to 100 %. The colour is that of the limit which the loss of five minutes exceeds, so
// that a single lost packet is grey. `limitSpans`: limits.js, as ratios; at least one. The axis has the last ones.
export function lostLane({columns, time0, step, limitSpans, name = 'lost'}) {
  return {
    name,
    height: 40,
    paint(context, {frame, y, height}) {
      const base = y + height;
      const right = frame.left + frame.plot;
      horizontal(context, frame.left, right, base + 0.5, {color: '--rule2', width: 1});
      const width = Math.max(1.2, (step / (frame.to - frame.from)) * frame.plot);
      for (const bar of lossBars(frame, {columns, time0, step, limitSpans})) {
        const high = Math.max(2.5, lossHeight(bar.ratio) * height);
        context.fillStyle = token(bar.color);
        context.fillRect(bar.x, base - high, Math.min(width, right - bar.x), high);
      }
      paintSteps(context, frame, limitSpans, (limit) => base - lossHeight(limit) * height, {width: 1});
      const marks = limitSpans[limitSpans.length - 1].limits
        .map((limit, index) => ({limit, color: index === 1 ? '--fail' : '--warn'}))
        .filter(({limit}) => limit != null).reverse();
      if (frame.left < 60) return;
      // The labels of the axis, as far as they do not overlap; the critical limit first.
      const used = [];
      for (const {limit, color} of [...marks, {limit: 1, color: '--ink3'}]) {
        const at = limit === 1 ? y + 3 : base - lossHeight(limit) * height;
        if (used.some((other) => Math.abs(other - at) < 11)) continue;
        used.push(at);
        label(context, percent(limit), frame.left - 8, at, {color, align: 'right'});
      }
    },
  };
}

// The nearest PoP of the span is light, others are dark with their code. `pops`: [{from, to, code, text}].
export function popLane(pops, name = 'PoP') {
  const near = [...pops].sort((a, b) => (a.floor ?? Infinity) - (b.floor ?? Infinity))[0]?.code;
  return {
    name,
    height: 17,
    paint(context, {frame, y, height}) {
      for (const {from, to, code, text} of pops) {
        const [x, width] = frame.box(from, to, 2);
        const far = code !== near;
        context.fillStyle = token(far ? '--ink2' : '--bg3');
        context.fillRect(x, y, Math.max(1, width - 1.5), height);
        context.font = font(600);
        context.textAlign = 'left';
        context.textBaseline = 'middle';
        context.fillStyle = token(far ? '--bg' : '--ink2');
        const shown = [text, code].find((each) => context.measureText(each).width + 10 < width);
        if (shown) context.fillText(shown, x + 5, y + height / 2 + 0.5);
      }
    },
  };
}

const RESULTS = {
  Warning: {color: '--warn-fill', on: '--on-warn', top: 3, height: 8},
  Fail: {color: '--fail-fill', on: '--on-fail', top: 0, height: 14},
};

// A thin line is Pass, half height Warning, full height Fail, slanted lines not known.
// `states`: [{from, to, result}]. `since`: null, or the time before which results are not known, which is hatched.
export function resultLane(states, {since = null, name = 'result'} = {}) {
  return {
    name,
    height: 14,
    paint(context, {frame, y}) {
      const unknown = since === null ? 0 : frame.x(since) - frame.left;
      if (unknown > 1) hatch(context, frame.left, y + 3, unknown, 8);
      if (unknown > 130) label(context, 'older results not shown', frame.left + 6, y + 7.5, {color: '--unknown'});
      for (const {from, to, result} of states) {
        const look = RESULTS[result];
        const [x, width] = frame.box(from, to, look ? 2.5 : 0);
        if (result === 'Indeterminate') hatch(context, x, y + 3, width, 8);
        context.fillStyle = token(look ? look.color : '--pass-fill');
        if (result === 'Pass') context.fillRect(x, y + 6, width, 2);
        if (!look) continue;
        context.fillRect(x, y + look.top, width, look.height);
        context.font = font(600);
        if (result !== 'Fail' || context.measureText(result).width + 10 > width) continue;
        context.fillStyle = token(look.on);
        context.textAlign = 'left';
        context.textBaseline = 'middle';
        context.fillText(result, x + 5, y + 7.5);
      }
    },
  };
}

// `spans`: [{from, to}], as announced maintenance.
export function spanLane(spans, name) {
  return {
    name,
    height: 12,
    paint(context, {frame, y, height}) {
      for (const {from, to} of spans) {
        const [x, width] = frame.box(from, to, 3);
        context.fillStyle = token('--bg3');
        context.fillRect(x, y, width, height);
        context.strokeStyle = token('--ink3');
        context.lineWidth = 1;
        context.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1);
      }
    },
  };
}

export function addLanes(host, {frame, marks, gaps = [], lanes}) {
  const height = lanes.reduce((sum, lane) => sum + lane.height + SPACE, SPACE);
  const places = [];
  addCanvas(host, frame.width, height, (context) => {
    verticals(context, marks.map(({time}) => frame.x(time)), 0, height);
    for (const {from, to} of gaps) {
      const [x, width] = frame.box(from, to, 3);
      hatch(context, x, 0, width, height);
    }
    let y = SPACE;
    for (const lane of lanes) {
      places.push({lane, top: y, bottom: y + lane.height});
      lane.paint(context, {frame, y, height: lane.height});
      label(context, lane.name, 0, y + Math.max(lane.height / 2, lane.height - 9), {base: 'middle'});
      y += lane.height + SPACE;
    }
  });
  return {height, laneAt: (y) => places.find(({top, bottom}) => y >= top - 3 && y < bottom + 4)?.lane ?? null};
}
