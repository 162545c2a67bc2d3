// The line of tools: windows, span, endpoint, prefixes, scale, exports. The effect of each is the address.

import {el, fill, setText} from '../dom.js';
import {NONE, zone} from '../format.js';
import {spanText} from '../chart/frame.js';
import {stepText} from '../report/model.js';
import {actionLink, copyButton, endpointChoice, makeRange, refill, scaleLinks, windowLinks} from '../report/tools.js';
import {addressOf, requestOf, standardWindow} from './address.js';

export const frozenOf = (state, comparison) => (state.window && comparison
  ? {...state, window: null, from: comparison.from, to: comparison.end} : state);

// For each connection of several prefixes: one of them, or all.
function prefixChoices(overview, state, comparison, go) {
  return (comparison?.shown ?? []).map((member) => {
    const known = overview?.connections.find(({name}) => name === member.connection)?.prefixes.map(({prefix}) => prefix) ?? [];
    if (known.length < 2) return null;
    const chosen = known.find((prefix) => state.prefixes.includes(prefix)) ?? '';
    const select = el('select', {'aria-label': `Prefix of ${member.partner}`, class: 'only-wide'},
      el('option', {value: '', selected: !chosen}, `${member.name}: all`),
      known.map((prefix) => el('option', {value: prefix, selected: prefix === chosen}, prefix)));
    select.addEventListener('change', () => {
      const others = state.prefixes.filter((prefix) => !known.includes(prefix));
      go({...state, prefixes: select.value ? [...others, select.value] : others});
    });
    return select;
  });
}

export function makeTools(go) {
  const windows = el('span', {class: 'segments windows', role: 'group', 'aria-label': 'Window'});
  const live = el('span', {});
  const range = makeRange();
  const endpoint = el('span', {class: 'choice'});
  const prefixes = el('span', {class: 'choice'});
  const scale = el('span', {class: 'choice'});
  const exports = el('span', {class: 'end'});
  const paper = el('p', {class: 'only-print'});
  const node = el('div', {class: 'tools no-print'}, windows, live, range.node, endpoint, prefixes, scale, exports);

  const update = ({overview, state, comparison}) => {
    const still = addressOf({...state, at: null});
    const now = {...state, window: standardWindow(state.group), from: null, to: null, at: null};
    refill(windows, still, '[aria-current]', windowLinks(state, go, addressOf));
    fill(live, String(state.window), state.window ? null
      : actionLink(addressOf(now), () => go(now), {class: 'frozen'}, 'Back to now'));
    const span = comparison ? `${spanText(comparison.from, comparison.end)} ${zone()}, ${stepText(comparison.step)}` : NONE;
    range.show(span);
    const frozen = frozenOf(state, comparison);
    const link = () => new URL(addressOf(frozen), location.href).href;
    setText(paper, `${span}; ${state.endpoint || 'all endpoints together'}. ${link()}`);
    refill(endpoint, JSON.stringify([comparison?.endpoints.map((each) => each.endpoint), still]), 'select',
           endpointChoice(state, comparison?.endpoints ?? [], go));
    refill(prefixes, JSON.stringify([comparison?.shown.map(({connection}) => connection), still, overview === null]), 'select',
           prefixChoices(overview, state, comparison, go));
    refill(scale, still, '[aria-current]', scaleLinks(state, go, addressOf));
    refill(exports, addressOf(frozen), 'button', el('a', {href: requestOf(frozen, '.csv'), download: `${state.group}.csv`}, 'CSV'),
           el('a', {href: requestOf(frozen)}, 'JSON'), copyButton(link, 'Link', 'Link copied'),
           el('button', {type: 'button', class: 'link-button only-wide', onclick: () => window.print()}, 'Print'));
  };

  return {node, paper, update, wait: range.wait, ready: range.ready};
}
