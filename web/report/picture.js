// The chart: smoke, lanes and the hours under it on one time axis with one cursor; at its right the distribution
// and the figures of the window.

import {el} from '../dom.js';
import {counted} from '../format.js';
import {eventsLane} from '../chart/events_lane.js';
import {makeFrame, spanText, timeMarks} from '../chart/frame.js';
import {addGestures} from '../chart/gestures.js';
import {addHistogram} from '../chart/histogram.js';
import {addLanes, lostLane, popLane, resultLane, spanLane} from '../chart/lanes.js';
import {chooseScale} from '../chart/scale.js';
import {addSmoke} from '../chart/smoke.js';
import {makeFigures} from './figures.js';
import {makeHours} from './hours.js';
import {spansOfSignal} from './model.js';

const SIDE = 264;
const SPACE = 14;
const NARROW = 720;

// The sizes of the parts in `width` pixels.
function layoutOf(width) {
  const narrow = width < NARROW - 28;
  const side = narrow ? 0 : SIDE;
  return {narrow, side, plot: width - (side > 0 ? side + SPACE : 0), left: narrow ? 40 : 84,
          height: narrow ? 232 : Math.min(420, Math.max(256, innerHeight - 660))};
}

function lanesOf(model) {
  const {columns, time0, step} = model;
  const events = eventsLane(model.events, {since: model.eventsSince});
  const lanes = [lostLane({columns, time0, step, limitSpans: spansOfSignal(model, 'loss')})];
  if (model.pops.length > 0) lanes.push(popLane(model.pops));
  if (model.states.length > 0) lanes.push(resultLane(model.states, {since: model.statesSince}));
  if (model.maintenance.length > 0) lanes.push(spanLane(model.maintenance, 'maint.'));
  if (model.events.length > 0) lanes.push(events);
  return {lanes, events};
}

const nameOf = (model) => `Latency of ${model.prefix}${model.endpoint ? `, ${model.endpoint}` : ''} from `
  + `${spanText(model.from, model.end)}. Arrow keys move the cursor, plus and minus zoom. The tables below have the same figures.`;

function paintHistogram(host, model, state, {layout, scale, smoke}) {
  const {window, histogram, limits} = model;
  addHistogram(host, {
    width: layout.side, height: layout.height, y: smoke.y, scale, limits: limits.latency, perOctave: histogram.buckets_per_octave,
    series: [{tone: 'a', buckets: histogram.buckets}],
    quantiles: [['p5', window.p5], ['median', window.p50, true], ['p95', window.p95], ['p99', window.p99]],
  });
  host.append(el('p', {class: 'quiet histogram-note'}, `${counted(window.received, 'answer')}, length ∝ √n`));
}

// `handlers`: as for addGestures, without `frame`. Returns {node, draw(parts), showAt(time), eventsAt(time, step)}.
export function makePicture(handlers) {
  let frame = null;
  let smoke = null;
  let hours = null;
  let events = null;
  const smokeHost = el('div', {class: 'smoke'});
  const laneHost = el('div', {class: 'lanes'});
  const hourHost = el('div', {});
  const stack = el('div', {class: 'stack', tabindex: '0', role: 'application', 'aria-roledescription': 'chart'}, smokeHost, laneHost, hourHost);
  const histogram = el('div', {class: 'histogram'});
  const figures = makeFigures();
  const below = el('div', {});
  const side = el('div', {class: 'side-column'}, histogram, figures.node);
  const node = el('div', {class: 'picture'}, el('div', {class: 'main-column'}, stack, below), side);
  const gestures = addGestures(stack, {...handlers, frame: () => frame});

  // `parts`: {model, hours, state}. The chart is drawn again: at 1,500 points in some 20 ms.
  const draw = ({model, hours: hourAnswer, state}, width = node.parentNode.clientWidth) => {
    const layout = layoutOf(width);
    frame = makeFrame({from: model.from, to: model.to, left: layout.left, width: layout.plot});
    const marks = timeMarks(frame, layout.narrow ? 75 : 85);
    const limitSpans = spansOfSignal(model, 'latency');
    const scale = chooseScale([model.columns], {limits: limitSpans.flatMap(({limits}) => limits), log: state.log});
    node.classList.toggle('narrow', layout.narrow);
    smoke?.destroy();
    smoke = addSmoke(smokeHost, {
      frame, scale, marks, height: layout.height, limitSpans, pops: model.pops, gaps: model.gaps, max: state.max,
      labels: !layout.narrow, series: [{tone: 'a', columns: model.columns, time0: model.time0, step: model.step}],
    });
    const made = lanesOf(model);
    events = made.events;
    laneHost.replaceChildren();
    addLanes(laneHost, {frame, marks, gaps: model.gaps, lanes: made.lanes});
    histogram.replaceChildren();
    if (!layout.narrow && model.window.received > 0) paintHistogram(histogram, model, state, {layout, scale, smoke});
    hours = makeHours({model, hours: hourAnswer, state, frame, narrow: layout.narrow});
    hourHost.replaceChildren(...(hours.aligned ? [hours.section] : []));
    below.replaceChildren(...(hours.aligned || !hourAnswer && model.window.sent === 0 ? [] : [hours.section]));
    figures.update(model);
    stack.setAttribute('aria-label', nameOf(model));
  };

  return {
    node, stack, draw,
    showAt(time) {
      gestures.showAt(frame ? time : null);
      hours?.markAt(time ?? -1);
    },
    eventsAt: (time, step) => (frame && events ? events.near(frame, time, step) : []),
    end: () => {
      gestures.end();
      smoke?.destroy();
    },
  };
}
