// Paints the calendar: cells, dots of loss, what was not measured, axes, and the margins.

import {token} from '../dom.js';
import {THIN, figure, percent} from '../format.js';
import {font, hatch, horizontal, label} from '../chart/paint.js';
import {busyOf, profileOf} from './model.js';
import {dayName, rowName} from './names.js';

const SMALL_LOSS = 0.001;
const LARGE_LOSS = 0.01;

// A value of the statistic on an axis.
export const axisText = (value, stat) => (stat === 'loss' ? percent(value) : `${figure(value / 1000)}${THIN}ms`);

function paintDot(context, {cellWidth, cellHeight}, [x, y], loss, color) {
  const most = Math.min(cellWidth, cellHeight) / 2 - 0.6;
  context.fillStyle = color;
  context.beginPath();
  context.arc(x + cellWidth / 2 - 0.4, y + cellHeight / 2 - 0.4, Math.max(0.8, Math.min(loss > LARGE_LOSS ? 3.4 : 1.8, most)), 0, 2 * Math.PI);
  context.fill();
}

// Hatched spans join over neighbouring cells of a column.
function paintGaps(context, calendar, layout) {
  const {rows, columns, cellWidth, cellHeight} = layout;
  for (let column = 0; column < columns; column += 1) {
    let begun = null;
    for (let row = 0; row <= rows; row += 1) {
      const index = column * rows + row;
      const gap = row < rows && index < calendar.count && !calendar.isFuture(index) && !calendar.isMeasured(index) && !calendar.isSkipped(index);
      if (gap && begun === null) begun = row;
      if (gap || begun === null) continue;
      hatch(context, layout.x(column), layout.y(begun), cellWidth - (cellWidth > 4 ? 0.8 : 0), (row - begun) * cellHeight - 0.8);
      begun = null;
    }
  }
}

// Why the calendar begins with nothing.
function paintBeginning(context, calendar, layout) {
  if (calendar.first === null || calendar.first < layout.rows) return;
  const wide = layout.x(Math.floor(calendar.first / layout.rows)) - layout.left;
  const text = `no history before ${dayName(calendar.dateOf(calendar.first))} ${calendar.dateOf(calendar.first).getUTCFullYear()}`;
  context.font = font(600);
  if (context.measureText(text).width + 12 > wide) return;
  label(context, text, layout.left + wide / 2, layout.y(layout.rows / 2), {color: '--unknown', align: 'center', weight: 600});
}

export function paintCells(context, calendar, layout) {
  const {rows, cellWidth, cellHeight} = layout;
  const shades = [0, 1, 2, 3, 4, 5].map((shade) => token(`--heat${shade}`));
  const [ink, ground, fail] = [token('--ink'), token('--bg'), token('--fail-fill')];
  const space = cellWidth > 4 ? 0.8 : 0;
  paintGaps(context, calendar, layout);
  for (let index = 0; index < calendar.count; index += 1) {
    if (!calendar.isMeasured(index) || calendar.isFuture(index)) continue;
    const at = [layout.x(Math.floor(index / rows)), layout.y(index % rows)];
    const shade = calendar.shadeOf(index);
    // Nothing was answered: no latency to compare.
    context.fillStyle = shade === null ? fail : shades[shade];
    context.fillRect(...at, cellWidth - space, cellHeight - 0.8);
    if (calendar.stat === 'loss' || !calendar.isLossy(index, SMALL_LOSS)) continue;
    paintDot(context, layout, at, calendar.answer.loss[index], shade === null || shade > 2 ? ground : ink);
  }
}

function rowAxis(context, calendar, layout) {
  const every = calendar.weeks ? 1 : 3;
  for (let row = 0; row < layout.rows; row += every) {
    label(context, rowName(calendar, row), layout.left - 8, layout.y(row) + layout.cellHeight / 2, {color: '--ink3', align: 'right', weight: 400});
  }
}

// Weekends are marked below; dates are at Mondays, or at the first of months.
function columnAxis(context, calendar, layout) {
  const {rows, columns, cellWidth, bottom} = layout;
  let used = -Infinity;
  let year = null;
  context.font = font(400);
  for (let column = 0; column < columns; column += 1) {
    const date = calendar.dateOf(column * rows);
    const weekday = date.getUTCDay();
    const x = layout.x(column);
    if (!calendar.weeks && (weekday === 0 || weekday === 6)) {
      context.fillStyle = token('--rule2');
      context.fillRect(x, bottom + 1, Math.max(0.8, cellWidth - 0.8), 2.5);
    }
    const begins = calendar.weeks || columns > 120 ? date.getUTCDate() <= (calendar.weeks ? 7 : 1) : weekday === 1;
    if (!begins) continue;
    horizontal(context, x, x + 1, bottom + 4.5, {color: '--rule2', width: 3});
    const months = calendar.weeks || columns > 120;
    const name = dayName(date, {weekday: !months && !layout.narrow, month: months});
    const text = months && date.getUTCFullYear() !== year ? `${name} ${date.getUTCFullYear()}` : name;
    if (x < used || x + context.measureText(text).width > layout.left + layout.plot + 8) continue;
    label(context, text, x, bottom + 15, {color: '--ink3', weight: 400});
    used = x + context.measureText(text).width + 14;
    year = date.getUTCFullYear();
  }
  if (!calendar.weeks && !layout.narrow) label(context, 'weekends', layout.left - 8, bottom + 3, {color: '--ink3', align: 'right', weight: 400});
}

function paintBusy(context, calendar, layout) {
  const values = busyOf(calendar);
  const known = values.filter((value) => value != null).sort((a, b) => a - b);
  if (known.length === 0) return;
  // A single day may exceed the margin: it must not flatten all others.
  const top = Math.max(known[Math.floor(known.length * 0.98)], calendar.stat === 'loss' ? 0.001 : 1);
  const {top: y, height} = layout.busy;
  context.fillStyle = token('--a-mid');
  values.forEach((value, column) => {
    if (value == null) return;
    const high = Math.min(1, value / top) * height;
    context.fillRect(layout.x(column) + (layout.cellWidth > 4 ? 0.8 : 0), y + height - high, Math.max(0.8, layout.cellWidth - (layout.cellWidth > 4 ? 2 : 0.2)), high);
  });
  horizontal(context, layout.left, layout.left + layout.plot, y + height + 0.5, {color: '--rule', width: 1});
  horizontal(context, layout.left, layout.left + layout.plot, y + 0.5, {color: '--rule', width: 1});
  if (layout.narrow) return;
  label(context, calendar.weeks ? 'busy days,' : 'busy hours,', layout.left - 8, y + 6, {color: '--ink3', align: 'right', weight: 400});
  label(context, `to ${axisText(top, calendar.stat)}`, layout.left - 8, y + 20, {color: '--ink3', align: 'right', weight: 400});
}

function polyline(context, points, color, {width, dash = []}) {
  context.strokeStyle = token(color);
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  let drawn = false;
  for (const point of points) {
    if (point === null) drawn = false;
    else context[drawn ? 'lineTo' : 'moveTo'](...point);
    drawn = point !== null;
  }
  context.stroke();
  context.setLineDash([]);
}

// At the right: the baseline of each hour, dashed, and the last weeks.
function paintProfile(context, calendar, layout) {
  const {profileLeft: left, profile: width, top, bottom, cellHeight} = layout;
  const rows = profileOf(calendar);
  const highest = Math.max(...rows.flatMap(({usual, recent}) => [usual ?? 0, recent ?? 0]));
  if (!(highest > 0)) return;
  const scale = highest * 1.08;
  const at = (value, row) => (value == null ? null : [left + (value / scale) * width, layout.y(row) + cellHeight / 2]);
  for (const part of [0, 0.5, 1]) {
    const x = Math.round(left + part * width) - 0.5;
    polyline(context, [[x, top], [x, bottom]], '--rule', {width: 1});
    if (part === 0.5) continue;
    label(context, part === 0 ? '0' : axisText(scale, calendar.stat), x, bottom + 15,
          {color: '--ink3', align: part === 0 ? 'left' : 'right', weight: 400});
  }
  polyline(context, rows.map(({usual}, row) => at(usual, row)), '--ink3', {width: 1.25, dash: [3, 2]});
  polyline(context, rows.map(({recent}, row) => at(recent, row)), '--heat-line', {width: 2});
  const name = {p95: 'p95', p50: 'median', loss: 'lost'}[calendar.stat];
  label(context, calendar.weeks ? name : `${name}, Mon to Fri`, left, top - 40, {color: '--ink2'});
  label(context, calendar.weeks ? 'last 8 weeks' : 'last 4 weeks', left, top - 26, {color: '--heat-line'});
  label(context, 'baseline (dashed)', left, top - 12, {color: '--ink3'});
}

// A triangle above the column in which a finding begins.
function paintFindings(context, calendar, layout) {
  let used = -Infinity;
  context.font = font(500);
  for (const finding of [...calendar.findings].sort((a, b) => a.from - b.from)) {
    const column = calendar.indexAt(finding.from) / layout.rows;
    if (column < 0 || column > layout.columns) continue;
    const x = layout.x(Math.floor(column)) + layout.cellWidth / 2;
    context.fillStyle = token('--ink2');
    context.beginPath();
    context.moveTo(x - 4, 15);
    context.lineTo(x + 4, 15);
    context.lineTo(x, 21);
    context.fill();
    const text = `${dayName(calendar.dateOf(Math.floor(column) * layout.rows))}: ${finding.kind === 'lasting_change' ? 'lasting change' : 'daily slow hours'}`;
    const wide = context.measureText(text).width;
    const begin = x + wide < layout.left + layout.plot ? x - 4 : x + 4 - wide;
    if (begin < used || layout.narrow) continue;
    label(context, text, begin, 6, {color: '--ink2'});
    used = begin + wide + 14;
  }
}

export function paintCalendar(context, calendar, layout) {
  paintFindings(context, calendar, layout);
  paintBusy(context, calendar, layout);
  paintCells(context, calendar, layout);
  paintBeginning(context, calendar, layout);
  rowAxis(context, calendar, layout);
  columnAxis(context, calendar, layout);
  if (layout.profile) paintProfile(context, calendar, layout);
}
