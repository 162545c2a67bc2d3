// Painting on canvases in CSS pixels: sharp on every screen, with the page's own font and colour tokens.

import {token} from '../dom.js';

export const DASHES = {warning: [6, 4], critical: [2.5, 2.5], floor: [1.5, 3]};

// Device pixels per CSS pixel. Paper is finer than most screens.
export const density = () => Math.max(devicePixelRatio || 1, matchMedia('print').matches ? 2 : 1);

export const font = (weight = 400) => `${weight} 11px ${getComputedStyle(document.body).fontFamily}`;

// A canvas at the end of `host`, painted by `paint(context)`. It is decoration: a table has the same.
export function addCanvas(host, width, height, paint) {
  const canvas = document.createElement('canvas');
  const scale = density();
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.setAttribute('aria-hidden', 'true');
  host.append(canvas);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  context.font = font();
  context.textBaseline = 'middle';
  paint(context);
  return canvas;
}

// Not measured: slanted lines over the box.
export function hatch(context, x, y, width, height) {
  const gap = 5;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = token('--hatch');
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  for (let at = Math.floor((x - height) / gap) * gap; at < x + width; at += gap) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}

// Text on a halo of the ground's colour, so that it can be read over lines.
export function label(context, text, x, y, {color = '--ink2', align = 'left', base = 'middle', weight = 500} = {}) {
  context.font = font(weight);
  context.textAlign = align;
  context.textBaseline = base;
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.setLineDash([]);
  context.strokeStyle = token('--bg');
  context.strokeText(text, x, y);
  context.fillStyle = token(color);
  context.fillText(text, x, y);
}

export function horizontal(context, x0, x1, y, {color, dash = [], width = 1.2}) {
  context.strokeStyle = token(color);
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x0, y);
  context.lineTo(x1, y);
  context.stroke();
  context.setLineDash([]);
}

export function verticals(context, xs, y0, y1, color = '--rule') {
  context.strokeStyle = token(color);
  context.lineWidth = 1;
  context.beginPath();
  for (const x of xs) {
    context.moveTo(Math.round(x) + 0.5, y0);
    context.lineTo(Math.round(x) + 0.5, y1);
  }
  context.stroke();
}

// The indexes of the elements that are not null, as arrays of neighbours.
export function runsOf(values) {
  const runs = [];
  let run = null;
  values.forEach((value, index) => {
    if (value == null) run = null;
    else if (run) run.push(index);
    else runs.push(run = [index]);
  });
  return runs;
}
