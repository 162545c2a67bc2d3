// Turns the answer of /api/v1/history into what the charts and tables need: times in Unix seconds, spans with
// texts, limits in the units of the columns.

import {THIN, duration, integer} from '../format.js';
import {dayOf} from '../chart/frame.js';

const seconds = (text) => Date.parse(text) / 1000;
const span = (one) => ({...one, from: seconds(one.from), to: seconds(one.to)});

// Short names for the chart; the texts of the API are in the readout and the table.
const GAP_NAMES = {
  daemon_off: 'daemon off', no_source: 'no source', resolve: 'name not resolved', not_sent: 'not sent',
  inconclusive: 'inconclusive', overloaded: 'host too busy', no_record: 'no record', not_delivered: 'not delivered',
};

// The last point ends with its step, in a span up to now after the present.
function endOf({from, to}, now) {
  const [begin, end] = [seconds(from), seconds(to)];
  return now > begin ? Math.min(end, Math.max(Math.floor(now / 60) * 60, begin + 60)) : end;
}

const cut = (spans, end) => spans.filter(({from}) => from < end).map((one) => ({...one, to: Math.min(one.to, end)}));

// `historySince`: the first period in the file, perhaps a whole day.
function gapsOf(answer, historySince, end) {
  const since = historySince ? seconds(historySince) : null;
  return cut(answer.unmeasured.map(span), end).map((gap, index) => {
    const first = index === 0 && gap.from === seconds(answer.from);
    if (first && since !== null && since > gap.from && (gap.reason === 'daemon_off' || gap.reason === 'no_record')) {
      const text = `no history before ${dayOf(gap.to, {year: true})}`;
      return {...gap, text, name: text};
    }
    return {...gap, name: GAP_NAMES[gap.reason] ?? gap.reason};
  });
}

function distance(metres) {
  if (metres == null) return null;
  return `${integer(Math.round(metres / 1000))}${THIN}km`;
}

const popText = ({code, metro, distance_meters: metres}) =>
  [[code, metro].filter(Boolean).join(' '), distance(metres)].filter(Boolean).join(', ');

// The daemon reads the newest events of the connection only.
const MOST_EVENTS = 200;

// An event belongs to the report if it is about the prefix, the whole connection or the daemon.
const concerns = (event, {prefix, endpoint}) => (event.prefix === null || event.prefix === prefix)
  && (!endpoint || event.endpoint === null || event.endpoint === endpoint);

const microseconds = (limit) => (limit == null ? null : limit * 1e6);

function limitsOf(thresholds) {
  const of = (signal) => thresholds[signal] ?? {warning: null, critical: null};
  const {latency, loss} = {latency: of('latency'), loss: of('loss')};
  return {
    latency: [microseconds(latency.warning), microseconds(latency.critical)],
    loss: [loss.warning, loss.critical],
    any: Object.keys(thresholds).length > 0,
  };
}

// The limits of each time. Where the history does not know them, today's.
function limitSpansOf(answer) {
  const spans = answer.threshold_spans ?? [];
  if (spans.length === 0) return [{from: seconds(answer.from), to: seconds(answer.to), ...limitsOf(answer.thresholds)}];
  return spans.map(({from, to, thresholds}) => ({from: seconds(from), to: seconds(to), ...limitsOf(thresholds)}));
}

// For the charts: those of one signal.
export const spansOfSignal = (model, signal) => model.limitSpans.map(({from, to, [signal]: limits}) => ({from, to, limits}));

// `now`: Unix seconds; what is later is not a part of the span.
export function makeModel(answer, historySince, now = Infinity) {
  const end = endOf(answer, now);
  const model = {
    answer,
    connection: answer.connection, prefix: answer.prefix, endpoint: answer.endpoint ?? '',
    from: seconds(answer.from), to: seconds(answer.to), end, time0: answer.time0, step: answer.step_seconds,
    columns: answer, window: answer.window, histogram: answer.histogram,
    gaps: gapsOf(answer, historySince, end),
    pops: answer.pops.map((pop) => ({...span(pop), text: popText(pop)})),
    states: answer.states.map(span),
    // Null, or the time before which results are not known.
    statesSince: answer.results_from ? seconds(answer.results_from) : null,
    maintenance: answer.maintenance.map(span),
    events: answer.events.filter((event) => concerns(event, answer))
      .map((event) => ({...event, time: seconds(event.time)})),
    // Null, or the time before which events may be missing.
    eventsSince: answer.events.length < MOST_EVENTS ? null : seconds(answer.events[answer.events.length - 1].time),
    limitSpans: cut(limitSpansOf(answer), end),
    within: answer.within ?? null,
  };
  model.limits = model.limitSpans[model.limitSpans.length - 1];  // at the end of the span
  const count = answer.p50.length;
  return Object.assign(model, {
    count,
    indexAt: (time) => Math.min(count - 1, Math.max(0, Math.floor((time - model.time0) / model.step))),
    timeAt: (index) => model.time0 + index * model.step,
    middleOf: (index) => model.time0 + (index + 0.5) * model.step,
    limitsAt: (time) => model.limitSpans.find(({to}) => time < to) ?? model.limitSpans[model.limitSpans.length - 1],
  });
}

// What can be drawn without an answer: the axes, the limits, and why there is nothing (`gap`: {name, text} or null).
export function emptyModel(state, from, to, thresholds, gap) {
  const columns = Object.fromEntries(['min', 'p5', 'p25', 'p50', 'p75', 'p95', 'max', 'jitter'].map((name) => [name, [null]]));
  const times = {from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString()};
  const model = makeModel({
    connection: state.connection, prefix: state.prefix, endpoint: state.endpoint || null, ...times, time0: from, step_seconds: to - from,
    ...columns, sent: [0], received: [0], lost: [0], window: {sent: 0, received: 0, lost: 0, loss_ratio: null},
    histogram: {buckets_per_octave: 64, buckets: []}, thresholds, unmeasured: [], pops: [], states: [], maintenance: [], events: [],
  }, null);
  if (gap) model.gaps = [{from, to, ...gap}];
  return model;
}

export const spanAt = (spans, time) => spans.find(({from, to}) => time >= from && time < to) ?? null;

export const unmeasuredSeconds = ({gaps}) => gaps.reduce((sum, {from, to}) => sum + to - from, 0);

export const stepText = (step) => {
  const text = step % 3600 === 0 ? `${step / 3600}${THIN}h` : `${step / 60}${THIN}min`;
  return `${text} a point`;
};

export const lostText = (lost, received) => `${integer(lost)} of ${integer(lost + received)}`;

export const gapText = (gap) => `${duration(gap.to - gap.from)}: ${gap.text}`;

export const limitText = (microseconds) => `${Number((microseconds / 1000).toPrecision(3))}${THIN}ms`;

// "within 30 ms", or "within 30 to 40 ms" if the threshold was changed.
export function withinText({limits}) {
  const [lowest, highest] = [limits[0], limits[limits.length - 1]].map(limitText);
  return lowest === highest ? `within ${lowest}` : `within ${lowest.split(THIN)[0]} to ${highest}`;
}
