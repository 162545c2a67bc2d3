// The keys and gestures of the report. Keys that scroll the page elsewhere work only while the picture has the focus.

import {withSpan} from './address.js';
import {movedSpan} from './tools.js';

export const keys = [
  ['← →', 'a point back or on; with Shift ten'], ['Home End', 'first, last point'], ['+ −', 'zoom in, out, at the cursor'],
  ['[ ]', 'the window before, after'], ['0', 'back to the window before the zoom'], ['1 … 9', 'one endpoint alone'],
  ['a', 'all endpoints together'], ['l', 'latency linear or logarithmic'], ['m', 'maxima'], ['Esc', 'release the pinned cursor'],
];

// `report`: {state(), model(), endpoints(), now(), cursor(), moveTo(index), go(state, how), back(), unpin(), hasFocus()}.
// Returns the table for the page's keys. Each does nothing while there is no picture.
export function keysOf(report) {
  const withModel = (act) => (event) => {
    if (!report.model()) return false;
    return act(event, report.model());
  };
  const step = (sign) => withModel((event, model) => {
    const from = report.cursor() ?? (sign > 0 ? -1 : model.count);
    report.moveTo(Math.min(model.count - 1, Math.max(0, from + sign * (event.shiftKey ? 10 : 1))));
  });
  const edge = (index) => withModel((event, model) => {
    if (!report.hasFocus()) return false;
    report.moveTo(index(model));
    return true;
  });
  const span = (change) => withModel((event, model) => {
    const cursor = report.cursor();
    const around = change.zoom && cursor !== null ? model.middleOf(cursor) : null;
    report.go(movedSpan(report.state(), model, {...change, around}, report.now()));
  });
  const change = (make) => () => report.go(make(report.state()), {replace: true});
  const table = {
    ArrowLeft: step(-1), ArrowRight: step(1), Home: edge(() => 0), End: edge(({count}) => count - 1),
    '+': span({zoom: 0.5}), '=': span({zoom: 0.5}), '-': span({zoom: 2}), '[': span({by: -1}), ']': span({by: 1}),
    0: () => report.back(), l: change((state) => ({...state, log: !state.log})), m: change((state) => ({...state, max: !state.max})),
    a: () => report.go({...report.state(), endpoint: ''}), Escape: () => report.unpin(),
  };
  for (let digit = 1; digit <= 9; digit += 1) {
    table[digit] = () => {
      const endpoint = report.endpoints()[digit - 1]?.endpoint;
      if (endpoint) report.go({...report.state(), endpoint});
    };
  }
  return table;
}

// For chart/gestures.js. While the cursor is pinned, the pointer does not move it.
export function gesturesOf(report) {
  return {
    onCursor: (time) => { if (!report.state.at) report.moveTo(report.model.indexAt(time)); },
    onLeave: () => { if (!report.state.at) report.rest(); },
    onPin: (time) => report.pin(report.model.indexAt(time)),
    onZoom: (from, to) => report.zoom(withSpan(report.state, from, to, report.now())),
    onPan: (seconds) => report.zoom(movedSpan(report.state, report.model, {by: seconds / (report.model.to - report.model.from)}, report.now())),
    onBack: () => report.back(),
  };
}

// For keysOf().
export function accessOf(report) {
  return {
    state: () => report.state, model: () => report.model, endpoints: () => report.answer?.endpoints ?? [], now: () => report.now(),
    cursor: () => report.cursor, hasFocus: () => document.activeElement === report.picture.stack,
    moveTo: (index) => {
      if (report.state.at) report.pin(index);
      else report.moveTo(index, {speak: true});
    },
    go: (state, how) => (state.from && !how ? report.zoom(state) : report.go(state, how)),
    back: () => report.back(), unpin: () => report.unpin(),
  };
}
