// The line of tools above the chart: windows, span, endpoint, scale, exports. Each is a link or a control whose
// effect is the address.

import {el, fill, setAttribute, setText} from '../dom.js';
import {NONE, THIN, integer, zone} from '../format.js';
import {spanText} from '../chart/frame.js';
import {WINDOWS, addressOf, queryOf, withSpan} from './address.js';
import {stepText} from './model.js';

const QUIET_MILLISECONDS = 300;  // a quick answer needs no word

// A link whose click calls `go()`; with a modifier the browser opens it.
export function actionLink(href, go, attributes, ...children) {
  const link = el('a', {href, ...attributes}, ...children);
  link.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go();
  });
  return link;
}

// `address(state)` is that of the view.
export function windowLinks(state, go, address = addressOf) {
  return WINDOWS.map(([name, text]) => {
    const next = {...state, window: name, from: null, to: null, at: null};
    return actionLink(address(next), () => go(next),
                      {'aria-current': state.window === name ? 'true' : null}, text.replace(' ', THIN));
  });
}

export function endpointChoice(state, endpoints, go) {
  if (endpoints.length < 2 && !state.endpoint) return null;
  const names = endpoints.map(({endpoint}) => endpoint);
  if (state.endpoint && !names.includes(state.endpoint)) names.push(state.endpoint);
  const select = el('select', {'aria-label': 'Endpoint'},
                    el('option', {value: '', selected: !state.endpoint}, `All ${names.length} endpoints, pooled`),
                    names.map((name) => el('option', {value: name, selected: name === state.endpoint}, name)));
  select.addEventListener('change', () => go({...state, endpoint: select.value}));
  return select;
}

// Linear or logarithmic; `address(state)` is that of the view.
export function scaleLinks(state, go, address) {
  const one = (log, text) => actionLink(address({...state, log}), () => go({...state, log}, {replace: true}),
                                        {'aria-current': state.log === log ? 'true' : null}, text);
  return el('span', {class: 'segments only-wide', role: 'group', 'aria-label': 'Latency scale'}, one(false, 'linear'), one(true, 'log'));
}

function scaleChoice(state, go) {
  const box = el('input', {type: 'checkbox', checked: state.max});
  box.addEventListener('change', () => go({...state, max: box.checked}, {replace: true}));
  return [scaleLinks(state, go, addressOf), el('label', {class: 'only-wide'}, box, ' max')];
}

function copyButton(text, name, done) {
  const button = el('button', {type: 'button', class: 'link-button'}, name);
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = done;
    } catch {
      button.textContent = 'Copying is not allowed here';
    }
    setTimeout(() => { button.textContent = name; }, 2000);
  });
  return button;
}
export {copyButton};

// Whether the page has this view, and offers it.
export const isOffered = (path) => document.querySelector(`.views a[href="${path}"]:not([hidden])`) !== null;

// The same prefix in other views.
function otherViews({connection, prefix}) {
  const query = (pairs) => new URLSearchParams(pairs).toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return [['/calendar', 'Calendar', {c: connection, p: prefix}], ['/incidents', 'Incidents', {c: connection}]]
    .filter(([path]) => isOffered(path))
    .map(([path, name, pairs]) => el('a', {class: 'only-wide', href: `${path}?${query(pairs)}`}, name));
}

// The address of the data shown. Its time range is fixed.
export const frozenAddress = (state, model) => (state.window && model
  ? addressOf({...state, window: null, from: model.from, to: model.end}) : addressOf(state));

// Refills, and gives the focus back to the same kind of control.
export function refill(node, key, selector, ...children) {
  const focused = node.contains(document.activeElement);
  fill(node, key, ...children);
  if (focused && !node.contains(document.activeElement)) node.querySelector(selector)?.focus();
}

// A status in the line of tools: the span that is shown or, after a while, that an answer is awaited.
export function makeRange() {
  const range = el('span', {class: 'range', role: 'status'});
  let waiting = 0;
  let shown = '';
  const rest = () => {
    clearTimeout(waiting);
    setText(range, shown);
  };
  return {
    node: range,
    show(text) {
      shown = text;
      rest();
    },
    wait(points) {
      clearTimeout(waiting);
      waiting = setTimeout(() => setText(range, `reading ${integer(points)} points…`), QUIET_MILLISECONDS);
      setAttribute(range.parentElement, 'aria-busy', 'true');
    },
    ready() {
      rest();
      setAttribute(range.parentElement, 'aria-busy', null);
    },
  };
}

// `go(state, {replace})` shows another state.
export function makeTools(go) {
  const windows = el('span', {class: 'segments windows', role: 'group', 'aria-label': 'Window'});
  const range = makeRange();
  const live = el('span', {});
  const endpoint = el('span', {class: 'choice'});
  const scale = el('span', {class: 'choice'});
  const exports = el('span', {class: 'end'});
  const paper = el('p', {class: 'only-print'});
  const node = el('div', {class: 'tools no-print'}, windows, live, range.node, endpoint, scale, exports);

  const update = ({state, model, endpoints}) => {
    refill(windows, addressOf({...state, at: null}), '[aria-current]', windowLinks(state, go));
    fill(live, String(state.window), state.window ? null
      : actionLink(addressOf({...state, window: '1d', from: null, to: null}),
                   () => go({...state, window: '1d', from: null, to: null, at: null}), {class: 'frozen'}, 'Back to now'));
    const span = model?.window.p50 !== undefined ? `${spanText(model.from, model.end)} ${zone()}, ${stepText(model.step)}` : NONE;
    range.show(span);
    setText(paper, `${span}; ${state.endpoint || 'all endpoints together'}. ${new URL(frozenAddress(state, model), location.href).href}`);
    refill(endpoint, JSON.stringify([endpoints.map((each) => each.endpoint), addressOf({...state, at: null})]), 'select',
           endpointChoice(state, endpoints, go));
    refill(scale, addressOf({...state, at: null}), '[aria-current]', scaleChoice(state, go));
    const query = queryOf(state);
    const link = () => new URL(frozenAddress(state, model), location.href).href;
    refill(exports, frozenAddress(state, model), 'button', otherViews(state),
      el('a', {href: `/api/v1/history.csv?${query}`, download: `${state.connection}.csv`}, 'CSV'),
      el('a', {href: `/api/v1/history?${query}`}, 'JSON'), copyButton(link, 'Link', 'Link copied'),
      el('button', {type: 'button', class: 'link-button only-wide', onclick: () => window.print()}, 'Print'));
  };

  return {node, paper, update, wait: range.wait, ready: range.ready};
}

// The span before or after the shown one, or a part of it.
export function movedSpan(state, model, {by = 0, zoom = 1, around = null}, now) {
  const length = model.to - model.from;
  const next = length * zoom;
  const middle = around ?? (model.from + model.to) / 2;
  // The time under the cursor stays where it is.
  const part = (middle - model.from) / length;
  const from = middle - part * next + by * length;
  return withSpan(state, from, from + next, now);
}
