// Availability as text.

import {NONE, duration} from '../format.js';

// Rounded down, so that only what was never down is 100%.
export function ratioText(ratio) {
  if (ratio == null) return NONE;
  const text = (Math.floor(ratio * 100000 + 1e-6) / 1000).toFixed(3);
  return `${text === '100.000' ? '100' : text}%`;
}

// Names of the parts of a time, in the order in which they are drawn.
export const PARTS = [['up', 'up'], ['degraded', 'degraded'], ['down', 'down'], ['maintenance', 'maintenance'],
                      ['unknown', 'not known']];

export const secondsOf = (time, part) => time[`${part}_seconds`];

// "down 12 min, degraded 3 h": all but the time that is up.
export function partsText(time) {
  return PARTS.filter(([part]) => part !== 'up' && secondsOf(time, part) > 0)
    .map(([part, name]) => `${name} ${duration(secondsOf(time, part))}`).join(', ');
}

// What stands below the figure of a month, as [word, figure]: how long it was down, or else why there is no figure.
export function remarkOf(time) {
  const down = secondsOf(time, 'down');
  if (down > 0) return ['down', duration(down, {coarse: true})];
  return ['', missingOf(time)];
}

export function missingOf(time) {
  if (time.availability !== null) return '';
  return secondsOf(time, 'maintenance') > 0 ? 'maintenance' : 'not known';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// "Nov", of "2026-11"; with the year in December and in the first column, since the months go backward.
export function monthText(month, first) {
  const [year, number] = month.split('-');
  return `${MONTHS[Number(number) - 1]}${first || number === '12' ? ` ${year}` : ''}`;
}

// Worst first; those without a figure last.
export const worstFirst = (rows) => [...rows].sort((a, b) =>
  (a.total.availability ?? 2) - (b.total.availability ?? 2) || secondsOf(b.total, 'down') - secondsOf(a.total, 'down'));
