// The calendar as a chart: the pointer or the keys choose one cell, and a click or Enter opens its report.

import {el, setText} from '../dom.js';
import {addCanvas} from '../chart/paint.js';
import {layoutOf} from './layout.js';
import {cellName, cellPairs} from './names.js';
import {paintCalendar} from './paint.js';

const SIDE = 292;
const NARROW = 692;
const SPOKEN_MILLISECONDS = 300;

const nameOf = (calendar, subject) => `Calendar of ${subject}, ${calendar.weeks ? 'days by weeks' : 'hours by days'}, `
  + `${calendar.stat === 'loss' ? 'share lost' : `compared with the baseline of the same ${calendar.weeks ? 'day' : 'hour'} of the week`}. `
  + 'Arrow keys move the cell, Enter opens its report. The table below has the same figures.';

// `onHover(index or null)`, `onOpen(index)`. Returns {node, stack, side, draw(calendar, subject, width), choose(index)}.
export function makePicture({onHover, onOpen}) {
  let layout = null;
  let calendar = null;
  let timer = 0;
  const chosen = el('div', {class: 'chosen-cell', hidden: ''});
  const host = el('div', {});
  const spoken = el('div', {class: 'sr', role: 'status', 'aria-live': 'polite'});
  const stack = el('div', {class: 'stack calendar-stack', tabindex: '0', role: 'application', 'aria-roledescription': 'calendar'},
                   host, chosen);
  const side = el('div', {class: 'side-column'});
  const below = el('div', {});
  const node = el('div', {class: 'picture calendar-picture'}, el('div', {class: 'main-column'}, stack, spoken, below), side);

  const cellAt = (event) => {
    const {left, top} = stack.getBoundingClientRect();
    const index = layout?.cellAt(event.clientX - left, event.clientY - top) ?? null;
    return index !== null && index < calendar.count && !calendar.isFuture(index) ? index : null;
  };
  stack.addEventListener('pointermove', (event) => onHover(cellAt(event)));
  stack.addEventListener('pointerleave', () => onHover(null));
  stack.addEventListener('click', (event) => {
    const index = cellAt(event);
    if (index !== null && calendar.isMeasured(index)) onOpen(index);
  });

  const choose = (index, {speak = false} = {}) => {
    chosen.hidden = index === null || layout === null;
    if (chosen.hidden) return;
    const {rows, cellWidth, cellHeight} = layout;
    Object.assign(chosen.style, {
      left: `${layout.x(Math.floor(index / rows)) - 3}px`, top: `${layout.y(index % rows) - 3}px`,
      width: `${cellWidth + 5}px`, height: `${cellHeight + 5}px`,
    });
    if (!speak) return;
    clearTimeout(timer);
    const words = cellPairs(calendar, index).map((pair) => pair.filter(Boolean).join(' ')).join(', ');
    timer = setTimeout(() => setText(spoken, `${cellName(calendar, index)}: ${words}`), SPOKEN_MILLISECONDS);
  };

  const draw = (next, subject, width = node.parentNode.clientWidth) => {
    calendar = next;
    const narrow = width < NARROW;
    node.classList.toggle('narrow', narrow);
    layout = layoutOf({width: narrow ? width : width - SIDE - 20, rows: calendar.rows, columns: calendar.columns, narrow,
                       tall: innerHeight - 348});
    host.replaceChildren();
    addCanvas(host, layout.width, layout.height, (context) => paintCalendar(context, calendar, layout));
    stack.setAttribute('aria-label', nameOf(calendar, subject));
  };
  return {node, stack, side, below, draw, choose};
}
