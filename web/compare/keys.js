// The keys of the comparison.

import {withSpan} from '../report/address.js';
import {movedSpan} from '../report/tools.js';

export const keys = [
  ['← →', 'a point back or on; with Shift ten'], ['Home End', 'first, last point'], ['+ −', 'zoom in, out, at the cursor'],
  ['[ ]', 'the window before, after'], ['0', 'back to the window before the zoom'], ['1 … 9', 'one endpoint alone'],
  ['a', 'all endpoints together'], ['l', 'latency linear or logarithmic'], ['Esc', 'release the pinned cursor'],
];

// `view`: the comparison, with state, comparison, cursor, now(), step(index), zoom(state), go(state, how), back(),
// unpin(), hasFocus(). Returns the table for the page's keys.
export function keysOf(view) {
  const step = (sign) => (event) => {
    if (!view.comparison) return false;
    const {count} = view.comparison;
    const from = view.cursor ?? (sign > 0 ? -1 : count);
    view.step(Math.min(count - 1, Math.max(0, from + sign * (event.shiftKey ? 10 : 1))));
    return true;
  };
  const edge = (index) => () => {
    if (!view.comparison || !view.hasFocus()) return false;
    view.step(index(view.comparison));
    return true;
  };
  const span = (change) => () => {
    if (!view.comparison) return;
    const around = change.zoom && view.cursor !== null ? view.comparison.middleOf(view.cursor) : null;
    const moved = movedSpan(view.state, view.comparison, {...change, around}, view.now());
    view.zoom(withSpan(moved, moved.from, moved.to, view.now()));
  };
  const table = {
    ArrowLeft: step(-1), ArrowRight: step(1), Home: edge(() => 0), End: edge(({count}) => count - 1),
    '+': span({zoom: 0.5}), '=': span({zoom: 0.5}), '-': span({zoom: 2}), '[': span({by: -1}), ']': span({by: 1}),
    0: () => view.back(), a: () => view.go({...view.state, endpoint: ''}), Escape: () => view.unpin(),
    l: () => view.go({...view.state, log: !view.state.log}, {replace: true}),
  };
  for (let digit = 1; digit <= 9; digit += 1) {
    table[digit] = () => {
      const endpoint = view.comparison?.endpoints[digit - 1]?.endpoint;
      if (endpoint) view.go({...view.state, endpoint});
    };
  }
  return table;
}
