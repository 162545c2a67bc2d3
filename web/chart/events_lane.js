// The lane of events: a mark per event, by level; several within a few pixels share the mark of the worst, with
// their number.

import {token} from '../dom.js';
import {hatch, label} from './paint.js';

const RANK = {error: 2, warning: 1, info: 0, debug: 0};
const NEAR = 13;  // pixels

// Groups of neighbours: [{x, level, events}], oldest first. `events`: [{time (Unix seconds), level, summary}].
export function groupEvents(frame, events) {
  const groups = [];
  for (const event of [...events].sort((a, b) => a.time - b.time)) {
    const x = Math.min(frame.x(event.time), frame.left + frame.plot - 6);
    const last = groups[groups.length - 1];
    if (last && x - last.x < NEAR) {
      last.events.push(event);
      if (RANK[event.level] > RANK[last.level]) last.level = event.level;
    } else {
      groups.push({x, level: event.level, events: [event]});
    }
  }
  return groups;
}

function square(context, x, y) {
  context.fillStyle = token('--fail-fill');
  context.fillRect(x - 4.5, y - 4.5, 9, 9);
}

function triangle(context, x, y) {
  context.fillStyle = token('--warn-fill');
  context.beginPath();
  context.moveTo(x, y - 5);
  context.lineTo(x + 5.5, y + 4.5);
  context.lineTo(x - 5.5, y + 4.5);
  context.fill();
}

function ring(context, x, y) {
  context.strokeStyle = token('--ink3');
  context.lineWidth = 1.5;
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.stroke();
}

const SIGNS = {error: square, warning: triangle, info: ring, debug: ring};

// `since`: null, or the time before which events are not known, which is hatched.
export function eventsLane(events, {since = null, name = 'events'} = {}) {
  return {
    name,
    height: 14,
    paint(context, {frame, y, height}) {
      const unknown = since === null ? 0 : frame.x(since) - frame.left;
      if (unknown > 1) hatch(context, frame.left, y, unknown, height);
      if (unknown > 130) label(context, 'older events not shown', frame.left + 6, y + height / 2 + 0.5, {color: '--unknown'});
      const groups = groupEvents(frame, events);
      groups.forEach(({x, level, events: members}, index) => {
        SIGNS[level](context, x, y + height / 2);
        const next = groups[index + 1]?.x ?? Infinity;
        if (members.length < 2 || next - x < 26 || x + 20 > frame.left + frame.plot) return;
        label(context, String(members.length), x + 8, y + height / 2 + 0.5, {color: '--ink3'});
      });
    },
    // The events within reach of a time, and of the step (in seconds) in whose middle it is.
    near(frame, time, step) {
      const x = frame.x(time);
      const reach = Math.max(NEAR, frame.x(time + step / 2) - x);
      return groupEvents(frame, events).filter((group) => Math.abs(group.x - x) < reach)
        .flatMap((group) => group.events);
    },
  };
}
