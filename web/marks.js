// The marks of results: four outlines, so that none needs its colour, and small icons in the same style.

import {svg} from './dom.js';

const line = (d, width = 1.6) => ['path', {d, fill: 'none', stroke: 'currentColor', 'stroke-width': width}];

const SHAPES = {
  pass: [['circle', {cx: 8, cy: 8, r: 6.2, fill: 'currentColor'}],
         ['path', {d: 'M5 8.2 7.2 10.4 11.2 5.9', class: 'on-ground', 'stroke-width': 1.7}]],
  warn: [['path', {d: 'M8 1.2 15.4 14.4H.6Z', fill: 'currentColor'}],
         ['path', {d: 'M8 5.4v4.6M8 11.4v1.6', class: 'on-warn', 'stroke-width': 1.7}]],
  fail: [['rect', {x: 1, y: 1, width: 14, height: 14, fill: 'currentColor'}],
         ['path', {d: 'M4.7 4.7l6.6 6.6M11.3 4.7l-6.6 6.6', class: 'on-fail', 'stroke-width': 1.9}]],
  unknown: [['circle', {cx: 8, cy: 8, r: 6.3, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.7,
                        'stroke-dasharray': '2.9 2'}],
            line('M6 6.4c0-2.6 4-2.5 4 0 0 1.5-2 1.5-2 3M8 11v1.4', 1.5)],
  none: [['circle', {cx: 8, cy: 8, r: 2.2, fill: 'currentColor'}]],
  info: [['circle', {cx: 8, cy: 8, r: 5, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5}]],
  arrow: [line('M2 8h9M8 4.5 11.5 8 8 11.5')],
  find: [['circle', {cx: 7, cy: 7, r: 4.3, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5}],
         line('M10.3 10.3 14 14')],
  theme: [['circle', {cx: 8, cy: 8, r: 5.6, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5}],
          ['path', {d: 'M8 2.4a5.6 5.6 0 0 1 0 11.2Z', fill: 'currentColor'}]],
  sun: [['circle', {cx: 8, cy: 8, r: 3, fill: 'currentColor'}],
        line('M8 1v2.2M8 12.8V15M1 8h2.2M12.8 8H15M3 3l1.6 1.6M11.4 11.4 13 13M13 3l-1.6 1.6M4.6 11.4 3 13', 1.4)],
  moon: [['path', {d: 'M6.2 1.8a6.4 6.4 0 1 0 8 8 5.2 5.2 0 0 1-8-8Z', fill: 'currentColor'}]],
  check: [line('M3 8.6 6.4 12 13 4.6', 1.8)],
  cross: [line('M3.5 3.5l9 9M12.5 3.5l-9 9', 2)],
};

const RESULTS = {
  Pass: {shape: 'pass', word: 'Pass', rank: 3},
  Warning: {shape: 'warn', word: 'Warning', rank: 1},
  Fail: {shape: 'fail', word: 'Fail', rank: 0},
  Indeterminate: {shape: 'unknown', word: 'Not known', rank: 2},
};
const NONE_SET = {shape: 'none', word: 'None set', rank: 4};  // no thresholds, so no result

const known = (result) => RESULTS[result] ?? NONE_SET;

// The word of a result: Indeterminate is "Not known", and null "None set".
export const wordOf = (result) => known(result).word;
// 0 is worst.
export const rankOf = (result) => known(result).rank;
// Of CSS: pass, warn, fail, unknown or none.
export const classOf = (result) => known(result).shape;

// With a `label` a screen reader announces it; without one, a word must stand beside it.
export function icon(name, {label, tone = ''} = {}) {
  const hearing = label ? {role: 'img', 'aria-label': label} : {'aria-hidden': 'true'};
  return svg('svg', {class: `mark ${tone}`, viewBox: '0 0 16 16', ...hearing},
             SHAPES[name].map(([tag, attributes]) => svg(tag, attributes)));
}

export const mark = (result, {label} = {}) => icon(classOf(result), {label, tone: classOf(result)});
