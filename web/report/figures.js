// The figures of the whole window, each with its count.

import {el} from '../dom.js';
import {NONE, counted, duration, integer, milliseconds, percent} from '../format.js';
import {lostText, unmeasuredSeconds, withinText} from './model.js';

const pair = (a, b) => (a == null && b == null ? NONE : `${milliseconds(a)}, ${milliseconds(b)}`);

function share(ratio) {
  if (ratio == null) return NONE;
  const text = (ratio * 100).toFixed(ratio > 0.9995 && ratio < 1 ? 2 : 1);
  return `${text === '100.0' && ratio < 1 ? '>99.9' : text.replace('100.0', '100')}%`;
}

// [name, value, what it is of, strong]
export function figureRows(model) {
  const {window, gaps, within} = model;
  const rows = [];
  if (within) rows.push([withinText(within), share(within.ratio), 'of the probes', true]);
  rows.push(['median', milliseconds(window.p50), 'ms', !within]);
  rows.push(['lost', percent(window.loss_ratio), lostText(window.lost, window.received)]);
  const missing = unmeasuredSeconds(model);
  rows.push(['not measured', missing > 0 ? duration(missing) : 'none',
             missing > 0 ? `in ${counted(gaps.length, 'gap')}` : '']);
  rows.push(['min, max', pair(window.min, window.max), 'ms']);
  rows.push(['p5, p95', pair(window.p5, window.p95), 'ms']);
  rows.push(['p25, p75', pair(window.p25, window.p75), 'ms']);
  rows.push(['p99', milliseconds(window.p99), 'ms']);
  rows.push(['jitter', milliseconds(window.jitter), 'ms, mean']);
  return rows;
}

// Of reasons whose names say too little alone.
const WORDS = {source: 'without a source address', resolve: 'as the name had no address', permission: 'without the permission',
               send: 'as the host refused them', status: 'status of the answer', body: 'body of the answer'};

const reasons = (counts) => Object.entries(counts).map(([name, count]) => `${integer(count)} ${WORDS[name] ?? name.replaceAll('_', ' ')}`);

// Losses and errors by reason, where there are any.
function details({lost_by_reason: lost, errors, inconclusive, skipped}) {
  const parts = [];
  if (Object.keys(lost ?? {}).length > 0) parts.push(`Lost: ${reasons(lost).join(', ')}.`);
  if (Object.keys(errors ?? {}).length > 0) parts.push(`Not sent: ${reasons(errors).join(', ')}.`);
  if (inconclusive > 0) parts.push(`${integer(inconclusive)} inconclusive.`);
  if (skipped > 0) parts.push(`${integer(skipped)} skipped: the host was busy.`);
  return parts.join(' ');
}

export function makeFigures() {
  const body = el('tbody', {});
  const note = el('p', {class: 'quiet figures-note'});
  const table = el('table', {class: 'figures'}, el('caption', {class: 'sr'}, 'Figures of the window'), body);
  const node = el('div', {}, table, note);
  return {
    node,
    update(model) {
      body.replaceChildren(...figureRows(model).map(([name, value, unit, strong]) =>
        el('tr', {class: strong ? 'strong' : null}, el('th', {scope: 'row'}, name), el('td', {}, value),
           el('td', {class: 'quiet'}, unit))));
      note.textContent = details(model.window);
    },
  };
}
