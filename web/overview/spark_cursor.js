// One line through all sparklines at the minute under the pointer, and what was measured then, in the table's
// head.

import {el} from '../dom.js';
import {clock, milliseconds, percent, THIN} from '../format.js';
import {lossAt} from './spark.js';

function words(points, i, time) {
  if (points.sent[i] === 0) return `${clock(time)}  not measured`;
  const lost = points.lost[i] > 0 ? `, lost ${percent(lossAt(points, i))}` : '';
  if (points.p50[i] === null) return `${clock(time)}  no answer`;
  return `${clock(time)}  ${milliseconds(points.p50[i])}${THIN}ms${lost}`;
}

// `data()` returns {axis, sparks}: the overview's `spark`, and the points by "connection prefix".
export function followPointer(table, data) {
  const head = table.querySelector('thead .c-spark');
  const readout = el('span', {class: 'readout', 'aria-hidden': 'true'});
  const line = el('div', {class: 'hair', hidden: ''});
  head.append(readout);
  table.after(line);

  const hide = () => {
    line.hidden = true;
    head.classList.remove('reading');
  };
  table.addEventListener('pointerleave', hide);
  table.addEventListener('pointermove', (event) => {
    const cell = event.target.closest?.('td.c-spark');
    const {axis, sparks} = data();
    const row = cell?.closest('tr');
    const connection = cell?.closest('tbody')?.dataset.connection;
    const prefix = row?.querySelector('.c-prefix a')?.getAttribute('href');
    const points = prefix && sparks.get(`${connection} ${new URLSearchParams(prefix.split('?')[1]).get('p')}`);
    if (!axis || !points) return hide();
    const picture = cell.firstElementChild.getBoundingClientRect();
    const outer = table.getBoundingClientRect();
    const share = (event.clientX - picture.left) / picture.width;
    if (share < 0 || share >= 1) return hide();
    const i = Math.floor(share * axis.points);
    line.hidden = false;
    line.style.left = `${event.clientX - outer.left}px`;
    line.style.height = `${outer.height}px`;
    readout.textContent = words(points, i, (axis.time0 + i * axis.step_seconds) * 1000);
    head.classList.add('reading');
  });
}
