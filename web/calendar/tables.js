// The calendar as a table: a row a day (or a week), a column an hour (or a weekday).

import {el} from '../dom.js';
import {NONE, milliseconds, percent} from '../format.js';
import {dayName, rowName} from './names.js';
import {zoneName} from './zone.js';

const NAMES = {p95: 'p95, ms', p50: 'median, ms', loss: 'lost'};

function cellText(calendar, index) {
  if (calendar.isSkipped(index)) return '';
  const value = index < calendar.count ? calendar.valueOf(index) : null;
  if (value == null) return NONE;
  return calendar.stat === 'loss' ? percent(value) : milliseconds(value);
}

// The newest first.
function cellTable(calendar) {
  const {rows, columns} = calendar;
  const body = [];
  for (let column = columns - 1; column >= 0; column -= 1) {
    const date = calendar.dateOf(column * rows);
    body.push(el('tr', {}, el('th', {scope: 'row'}, dayName(date, {weekday: true}), calendar.weeks ? ` ${date.getUTCFullYear()}` : ''),
      Array.from({length: rows}, (_, row) => {
        const index = column * rows + row;
        const slow = calendar.stat !== 'loss' && calendar.shadeOf(index) > 1;
        return el('td', {class: slow ? 'slow' : null}, cellText(calendar, index));
      })));
  }
  const heads = Array.from({length: rows}, (_, row) => el('th', {scope: 'col'}, rowName(calendar, row).replace(':00', '')));
  return el('table', {class: 'plain-table cell-table'}, el('caption', {class: 'sr'}, `${NAMES[calendar.stat]} of each ${calendar.weeks ? 'day' : 'hour'}, ${zoneName(calendar.zone)}`),
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, calendar.weeks ? 'week of' : `day, ${zoneName(calendar.zone)}`), heads)), el('tbody', {}, body));
}

export const TABLES = [['cells', 'All cells', cellTable, ({count}) => count]];
