// Says why there is no chart, or why it is not new, and what would help.

import {el} from '../dom.js';
import {addressOf} from './address.js';
import {actionLink} from './tools.js';

// Of windows that are refused, which a store may do even to 7 days of a group.
const SHORTER = {'1y': '90d', '90d': '7d', '30d': '7d', '7d': '1d', '1d': '12h', '12h': '6h'};

// Of a place that the configuration has and the history does not: it is new.
export const isNew = (error, configured) => error.status === 404 && configured;

// What to do about a refusal: [sentence, repair], where the repair is {window} or null.
export function repairOf(error, {historyOn, configured, window}) {
  if (error.status === 503 && !historyOn) {
    return ['The history is off. Set history in the configuration to keep one; the figures above are current.', null];
  }
  if (isNew(error, configured)) {
    return ['Nothing is recorded yet: the first minute of a new prefix appears about a minute after probing starts.', null];
  }
  if (error.status === 413 || error.status === 400) {
    const shorter = SHORTER[window];
    return [error.message, shorter ? {window: shorter, text: `Show ${shorter.replace(/(\D)/, ' $1')}`} : null];
  }
  return [error.message, null];
}

// Of a report over a store whose answer lacks something. `show(warnings)`: the store's own sentences; none hides it.
export function makeIncompleteNote() {
  const node = el('p', {class: 'report-incomplete', role: 'status', hidden: true});
  return {
    node,
    show(warnings) {
      node.hidden = warnings.length === 0;
      node.textContent = `Incomplete: ${[...new Set(warnings)].join('; ')}. Probes and gaps may be missing from this report.`;
    },
  };
}

// `show([sentence, {window, text} or null] or null, {state, hasPicture})`; null hides it.
export function makeMessage(go) {
  const node = el('div', {class: 'report-message', role: 'status', hidden: true});
  return {
    node,
    show(content, {state, hasPicture}) {
      node.hidden = content === null;
      if (content === null) return;
      const [sentence, repair] = content;
      const next = repair && {...state, window: repair.window, from: null, to: null, at: null};
      const link = repair ? actionLink(addressOf(next), () => go(next), {}, repair.text) : '';
      node.replaceChildren(el('p', {}, sentence, ' ', link),
                           hasPicture ? el('p', {class: 'quiet'}, 'The chart below is the last good one.') : '');
    },
  };
}
