// The lane of the minutes in which all connections were bad: black blocks, with their length where there is room.

import {token} from '../dom.js';
import {duration} from '../format.js';
import {font, label} from '../chart/paint.js';

// The long text first, a short one if the long one does not fit.
const textsOf = ({from, to}) => {
  const long = duration(to - from);
  return [`${long}: failover would not have helped`, long];
};

const SPACE = 40;  // at least, before a text at the left of its block

// Texts are drawn at the right of their block, or at its left, where no other block or text is.
function paintTexts(context, blocks, {left, right, middle}) {
  context.font = font(600);
  let used = left - SPACE;
  blocks.forEach(({x, width, span}, index) => {
    const next = blocks[index + 1]?.x ?? right;
    for (const text of textsOf(span)) {
      const wide = context.measureText(text).width;
      const after = x + width + 6;
      const at = after + wide + 4 < next ? after : x - 6 - wide > used + SPACE ? x - 6 - wide : null;
      if (at === null) continue;
      label(context, text, at, middle, {color: '--ink', weight: 600});
      used = Math.max(at + wide, x + width);
      return;
    }
    used = x + width;
  });
}

export function badLane(spans, name) {
  return {
    name,
    height: 18,
    paint(context, {frame, y, height}) {
      const right = frame.left + frame.plot;
      context.strokeStyle = token('--rule2');
      context.lineWidth = 1;
      context.setLineDash([]);
      context.strokeRect(frame.left + 0.5, y + 0.5, frame.plot - 1, height - 1);
      const blocks = spans.map((span) => {
        const [x, width] = frame.box(span.from, span.to, 2.5);
        return {x, width, span};
      });
      context.fillStyle = token('--ink');
      for (const {x, width} of blocks) context.fillRect(x, y, width, height);
      paintTexts(context, blocks, {left: frame.left, right, middle: y + height / 2 + 0.5});
    },
  };
}
