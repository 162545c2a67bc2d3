// The cursor and the gestures on a stack of charts that share a frame: hover or drag of a finger moves the
// cursor, drag of the mouse zooms, Shift and drag pans, a pinch zooms, a double click goes back, a click pins.
//
//   addGestures(stack, {frame: () => frame, onCursor(time), onLeave(), onPin(time), onZoom(from, to), onPan(seconds),
//                       onBack()})     returns {showAt(time or null), end()}
//
// `stack` has position: relative, and its left edge is that of the frame.

import {el} from '../dom.js';

const LEAST_DRAG = 5;  // pixels

export function addGestures(stack, handlers) {
  const line = el('div', {class: 'cursor-line', hidden: ''});
  const choice = el('div', {class: 'zoom-choice', hidden: ''});
  const touches = new Map();
  let drag = null;
  let pinch = null;

  const xOf = (event) => event.clientX - stack.getBoundingClientRect().left;
  const timeOf = (event) => handlers.frame().time(xOf(event));
  const isInside = (event) => xOf(event) >= handlers.frame().left - 4;

  const showChoice = (from, to) => {
    const [x, width] = handlers.frame().box(Math.min(from, to), Math.max(from, to));
    choice.style.left = `${x}px`;
    choice.style.width = `${width}px`;
    choice.hidden = false;
  };

  const touchSpan = () => {
    const [a, b] = [...touches.values()].sort((one, other) => one - other);
    return [a, b];
  };

  const down = (event) => {
    if (event.button !== 0 || !isInside(event) || event.target.closest('a, button, table')) return;
    if (event.pointerType === 'touch') {
      touches.set(event.pointerId, xOf(event));
      if (touches.size === 2) pinch = {span: touchSpan(), frame: handlers.frame()};
      handlers.onCursor(timeOf(event));
      return;
    }
    stack.setPointerCapture(event.pointerId);
    drag = {x: xOf(event), time: timeOf(event), pan: event.shiftKey, moved: false};
  };

  const move = (event) => {
    if (touches.has(event.pointerId)) {
      touches.set(event.pointerId, xOf(event));
      if (!pinch) handlers.onCursor(timeOf(event));
      return;
    }
    if (drag) {
      drag.moved ||= Math.abs(xOf(event) - drag.x) >= LEAST_DRAG;
      if (drag.moved && !drag.pan) showChoice(drag.time, timeOf(event));
    }
    if (isInside(event)) handlers.onCursor(timeOf(event));
    else if (!drag) handlers.onLeave();
  };

  const endPinch = () => {
    const {span: [a, b], frame} = pinch;
    const [c, d] = touchSpan();
    pinch = null;
    if (d - c < 10 || Math.abs((d - c) - (b - a)) < LEAST_DRAG) return;
    // The times under the two fingers stay under them.
    const perPixel = (frame.time(b) - frame.time(a)) / (d - c);
    const from = frame.time(a) - (c - frame.left) * perPixel;
    handlers.onZoom(from, from + frame.plot * perPixel);
  };

  const up = (event) => {
    if (touches.has(event.pointerId)) {
      if (pinch) endPinch();
      touches.delete(event.pointerId);
      return;
    }
    if (!drag) return;
    const {time, pan, moved} = drag;
    const end = timeOf(event);
    drag = null;
    choice.hidden = true;
    if (!moved) handlers.onPin(end);
    else if (pan) handlers.onPan(time - end);
    else handlers.onZoom(Math.min(time, end), Math.max(time, end));
  };

  const cancel = (event) => {
    touches.delete(event.pointerId);
    pinch = null;
    drag = null;
    choice.hidden = true;
  };

  const listeners = {
    pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel,
    pointerleave: (event) => {
      if (!drag && event.pointerType !== 'touch') handlers.onLeave();
    },
    dblclick: (event) => {
      if (!isInside(event)) return;
      event.preventDefault();
      handlers.onBack();
    },
  };
  for (const [name, listener] of Object.entries(listeners)) stack.addEventListener(name, listener);
  stack.append(choice, line);

  return {
    showAt(time) {
      line.hidden = time == null;
      if (time != null) line.style.left = `${handlers.frame().x(time)}px`;
    },
    end() {
      for (const [name, listener] of Object.entries(listeners)) stack.removeEventListener(name, listener);
      line.remove();
      choice.remove();
    },
  };
}
