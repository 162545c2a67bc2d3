// The endpoints of the prefix: which of them is slow, which one loses.

import {el, svg} from '../dom.js';
import {NONE, integer, lossRatio, milliseconds, percent} from '../format.js';
import {icon} from '../marks.js';
import {addressOf} from './address.js';
import {lostText} from './model.js';
import {quantile} from '../chart/scale.js';
import {runsOf} from '../chart/paint.js';
import {actionLink} from './tools.js';

const WIDTH = 288;  // units of the drawing
const HEIGHT = 22;
const LANE = 5;     // of losses, at the bottom

function lossBar({sent, received, lost}, index, step, [warning, critical]) {
  const x = index * step;
  if (!(sent[index] > 0)) return svg('rect', {class: 'spark-gap', x, y: 0, width: step, height: HEIGHT});
  const ratio = lossRatio(lost[index], received[index]) ?? 0;
  if (ratio === 0) return null;
  // One lost packet is not an alarm, however few were sent.
  const over = (limit) => limit != null && lost[index] > 1 && ratio > limit;
  const height = ratio >= 1 ? HEIGHT : LANE * (over(critical) ? 1 : over(warning) ? 0.7 : 0.4);
  const look = over(critical) ? 'spark-fail' : over(warning) ? 'spark-warn' : 'spark-lost';
  return svg('rect', {class: look, x: x + 0.3, y: HEIGHT - height, width: step - 0.3, height});
}

// From 0 to twice its own median, so that quiet endpoints lie flat and look alike.
function spark(endpoint, limits, label) {
  const limit = limits.latency.find((each) => each != null);
  const {p5, p50, p95} = endpoint;
  const known = (column) => column.filter((value) => value != null).sort((a, b) => a - b);
  const top = Math.max(2 * (quantile(known(p50), 0.5) ?? 1), 1.05 * (quantile(known(p95), 0.97) ?? 1));
  const floor = HEIGHT - LANE - 1;
  const step = WIDTH / p50.length;
  const x = (index) => (index + 0.5) * step;
  const y = (value) => (floor - Math.min(value / top, 1) * floor).toFixed(1);
  const path = (run, column) => run.map((index) => `${x(index)} ${y(column[index])}`).join('L');
  return svg('svg', {class: 'endpoint-spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label},
    svg('line', {class: 'spark-base', x1: 0, x2: WIDTH, y1: floor + 0.5, y2: floor + 0.5}),
    runsOf(p50).flatMap((run) => [
      svg('path', {class: 'spark-band', d: `M${path(run, p95)}L${path([...run].reverse(), p5)}Z`}),
      svg('path', {class: 'spark-median', d: run.length > 1 ? `M${path(run, p50)}` : `M${run[0] * step} ${y(p50[run[0]])}h${step}`}),
    ]),
    limit != null && limit < top ? svg('line', {class: 'spark-limit', x1: 0, x2: WIDTH, y1: y(limit), y2: y(limit)}) : null,
    p50.map((_, index) => lossBar(endpoint, index, step, limits.loss)));
}

function toneOf(value, [warning, critical]) {
  if (value == null) return null;
  if (critical != null && value > critical) return 'over-critical';
  return warning != null && value > warning ? 'over-warning' : null;
}

const HEADS = [['Endpoint'], ['Probes', 'only-wide'], ['Over the window, from 0', 'spark-cell'], ['Now', 'number'],
               ['Median', 'number'], ['p95', 'number'], ['Lost', 'number'], ['Samples', 'number only-wide'], ['PoP', 'only-wide'], ['Address', 'only-wide']];

// The address that is probed, after the published range that it lies in if there is a table of them.
function addressCell(path) {
  const probe = path?.probes.find(({address}) => address !== null);
  if (!probe) return el('td', {class: 'only-wide quiet'}, NONE);
  const {address, range} = probe;
  if (range === '') {
    return el('td', {class: 'only-wide address', title: `${address} is outside the published ranges`},
              icon('warn', {tone: 'warn'}), ' ', el('span', {class: 'over-warning'}, 'outside'), ` ${address}`);
  }
  const text = range ? `${range} ${address}` : address;
  return el('td', {class: 'only-wide quiet address', title: text}, text);
}

function row(endpoint, index, {state, paths, limits, go}) {
  const path = paths.find((each) => each.endpoint === endpoint.endpoint);
  const {window} = endpoint;
  const now = path?.figures.rtt_seconds.median;
  const next = {...state, endpoint: state.endpoint === endpoint.endpoint ? '' : endpoint.endpoint};
  const label = `${endpoint.endpoint}: median ${milliseconds(window.p50)} ms, p95 ${milliseconds(window.p95)} ms, lost ${lostText(window.lost, window.received)}`;
  return el('tr', {'aria-current': state.endpoint === endpoint.endpoint ? 'true' : null},
    el('th', {scope: 'row'}, index < 9 ? [el('kbd', {'aria-hidden': 'true'}, index + 1), ' '] : null,
       actionLink(addressOf(next), () => go(next), {}, endpoint.endpoint)),
    el('td', {class: 'only-wide quiet'}, path ? path.probes.map(({probe}) => probe).join(' ') : 'no longer probed'),
    el('td', {class: 'spark-cell'}, spark(endpoint, limits, label)),
    el('td', {class: `number ${toneOf(now == null ? null : now * 1e6, limits.latency) ?? ''}`}, el('b', {}, now == null ? NONE : milliseconds(now * 1e6))),
    el('td', {class: `number ${toneOf(window.p50, limits.latency) ?? ''}`}, milliseconds(window.p50)),
    el('td', {class: 'number'}, milliseconds(window.p95)),
    el('td', {class: `number ${toneOf(window.loss_ratio, limits.loss) ?? ''}`}, percent(window.loss_ratio)),
    el('td', {class: 'number only-wide quiet'}, integer(window.sent)),
    el('td', {class: 'only-wide'}, path?.pop?.code ?? NONE),
    addressCell(path));
}

// What .spark-gap is filled with.
const hatch = () => svg('svg', {class: 'sr', 'aria-hidden': 'true', width: 0, height: 0}, svg('defs', {},
  svg('pattern', {id: 'endpoint-hatch', width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      svg('rect', {class: 'spark-hatch', width: 1.2, height: 4}))));

export function makeEndpoints(go) {
  const body = el('tbody', {});
  const note = el('span', {class: 'quiet'});
  const node = el('section', {hidden: true},
    el('div', {class: 'section-line'}, el('h2', {}, 'By endpoint'), note), hatch(),
    el('table', {class: 'endpoints'}, el('caption', {class: 'sr'}, 'Endpoints, milliseconds'),
       el('thead', {}, el('tr', {}, HEADS.map(([name, look]) => el('th', {scope: 'col', class: look}, name)))), body));
  return {
    node,
    update({endpoints, state, paths, model}) {
      node.hidden = endpoints.length === 0;
      const most = Math.min(endpoints.length, 9);
      note.replaceChildren('ms; now: the last minutes',
        endpoints.length > 1 ? el('span', {class: 'only-wide'}, `; press 1 to ${most} to see one alone, a for all`) : '');
      body.replaceChildren(...endpoints.map((endpoint, index) => row(endpoint, index, {state, paths, limits: model.limits, go})));
    },
  };
}

