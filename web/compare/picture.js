// The chart: a smoke for each of the two on one scale, the difference of their medians, losses and results of
// both, and the minutes in which all were bad; one time axis, one cursor.

import {el, token} from '../dom.js';
import {addDifference} from '../chart/difference.js';
import {makeFrame, spanText, timeMarks} from '../chart/frame.js';
import {addGestures} from '../chart/gestures.js';
import {addLanes, lostLane, resultLane} from '../chart/lanes.js';
import {font, hatch, label} from '../chart/paint.js';
import {chooseScale} from '../chart/scale.js';
import {addSmoke} from '../chart/smoke.js';
import {badLane} from './bad_lane.js';
import {spansOfSignal} from '../report/model.js';
import {allOf, commonGaps} from './model.js';

const SIDE = 292;
const SPACE = 20;
const NARROW = 692;

function layoutOf(width, count) {
  const narrow = width < NARROW;
  const rest = innerHeight - 468;
  const most = count === 1 ? 340 : 250;
  return {narrow, plot: narrow ? width : width - SIDE - SPACE, left: narrow ? 40 : 100,
          height: narrow ? 168 : Math.min(most, Math.max(150, rest / Math.max(count, 1.5))), difference: narrow ? 100 : 132};
}

// A name that does not reach the labels of the axis.
function shortened(context, text, wide) {
  if (context.measureText(text).width <= wide) return text;
  let end = text.length - 1;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > wide) end -= 1;
  return `${text.slice(0, end)}…`;
}

// The mark of a member, as before its name: a disc for the first, a diamond for the second.
function paintMark(context, tone, x, y) {
  context.fillStyle = token(tone === 'a' ? '--a-median' : '--b-min');
  context.beginPath();
  if (tone === 'a') context.arc(x, y, 4.5, 0, 2 * Math.PI);
  else [[0, -5], [5, 0], [0, 5], [-5, 0]].forEach(([dx, dy]) => context.lineTo(x + dx, y + dy));
  context.fill();
}

// Paints the lane over what the member did not measure.
const hatched = (lane, {gaps}, more = {}) => ({...lane, ...more, paint(context, place) {
  for (const {from, to} of gaps) {
    const [x, width] = place.frame.box(from, to, 3);
    hatch(context, x, place.y, width, place.height);
  }
  lane.paint(context, place);
}});

// The lost and the result of a member; its name stands above the first, or its mark where names have no room.
function lanesOf(member, {narrow}) {
  const {columns, time0, step} = member;
  const lost = hatched(lostLane({columns, time0, step, limitSpans: spansOfSignal(member, 'loss')}), member, {height: 26});
  const named = {...lost, paint(context, place) {
    lost.paint(context, place);
    if (narrow) {
      paintMark(context, member.tone, 6, place.y + 3);
      return;
    }
    context.font = font(600);
    const text = shortened(context, member.name, place.frame.left - 36);
    label(context, text, 0, place.y + 3, {color: '--ink', weight: 600});
  }};
  return member.states.length > 0 ? [named, hatched(resultLane(member.states), member)] : [named];
}

const nameOf = ({shown, from, end, allBadMinutes, members}) =>
  `${shown.map(({partner}) => partner).join(' and ')} from ${spanText(from, end)}, one above the other on one scale. `
  + (members.length > 1 ? `Minutes in which all were bad: ${allBadMinutes}. ` : '')
  + 'Arrow keys move the cursor, plus and minus zoom. The tables below have the same figures.';

// Hatched in the difference: what one of the two did not measure.
const gapsOf = (shown) => shown.flatMap(({gaps}) => gaps.map((gap) => ({...gap, name: ''})));

function panel(member) {
  const prefix = member.prefix || member.prefixes.join(', ');
  const host = el('div', {class: 'smoke'});
  const title = el('p', {class: 'panel-title'}, el('i', {class: `key-${member.tone}`, 'aria-hidden': 'true'}),
                   el('b', {}, member.partner), ' ', el('span', {class: 'quiet'}, prefix));
  return {host, node: el('div', {class: 'panel'}, host, title)};
}

// `handlers`: as for addGestures, without `frame`. Returns {node, stack, side, draw(comparison, state), showAt(time)}.
export function makePicture(handlers) {
  let frame = null;
  let smokes = [];
  const panels = el('div', {});
  const difference = el('div', {});
  const lanes = el('div', {class: 'lanes'});
  const stack = el('div', {class: 'stack', tabindex: '0', role: 'application', 'aria-roledescription': 'chart'},
                   panels, difference, lanes);
  const side = el('div', {class: 'side-column'});
  const node = el('div', {class: 'picture compare-picture'}, el('div', {class: 'main-column'}, stack), side);
  const gestures = addGestures(stack, {...handlers, frame: () => frame});

  const drawPanels = (comparison, state, layout, marks) => {
    const {shown} = comparison;
    const limits = shown.flatMap((member) => spansOfSignal(member, 'latency').flatMap(({limits}) => limits));
    const scale = chooseScale(shown.map(({columns}) => columns), {limits, log: state.log});
    smokes.forEach((smoke) => smoke.destroy());
    const made = shown.map(panel);
    panels.replaceChildren(...made.map((one) => one.node));
    smokes = shown.map((member, index) => addSmoke(made[index].host, {
      frame, scale, height: layout.height, labels: !layout.narrow && index === 0,
      head: 18,
      marks: index === shown.length - 1 && shown.length === 1 ? marks : marks.map((mark) => ({...mark, text: ''})),
      limitSpans: spansOfSignal(member, 'latency'), gaps: member.gaps,
      series: [{tone: member.tone, columns: member.columns, time0: member.time0, step: member.step}],
    }));
  };

  const draw = (comparison, state, width = node.parentNode.clientWidth) => {
    const {shown} = comparison;
    const layout = layoutOf(width, shown.length);
    frame = makeFrame({from: comparison.from, to: comparison.to, left: layout.left, width: layout.plot});
    const marks = timeMarks(frame, layout.narrow ? 75 : 85);
    node.classList.toggle('narrow', layout.narrow);
    drawPanels(comparison, state, layout, marks);
    difference.replaceChildren();
    if (shown.length > 1) {
      addDifference(difference, {frame, marks, gaps: gapsOf(shown), height: layout.difference, values: comparison.difference,
                                 time0: comparison.time0, step: comparison.step, names: shown.map(({name}) => name)});
    }
    lanes.replaceChildren();
    const all = badLane(comparison.allBad, layout.narrow ? allOf(comparison) : `${allOf(comparison)} bad`);
    const bad = comparison.members.length > 1 ? [hatched(all, {gaps: commonGaps(comparison)})] : [];
    addLanes(lanes, {frame, marks, lanes: [...shown.flatMap((member) => lanesOf(member, layout)), ...bad]});
    stack.setAttribute('aria-label', nameOf(comparison));
  };

  return {
    node, stack, side, draw,
    showAt: (time) => gestures.showAt(frame ? time : null),
    end: () => {
      gestures.end();
      smokes.forEach((smoke) => smoke.destroy());
    },
  };
}
