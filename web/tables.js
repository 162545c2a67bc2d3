// The pictures as tables, for screen readers and for copying. Each table is made when it is opened.

import {el} from './dom.js';
import {integer} from './format.js';

export const table = (caption, heads, rows) => el('table', {class: 'plain-table'}, el('caption', {class: 'sr'}, caption),
  el('thead', {}, el('tr', {}, heads.map((head) => el('th', {scope: 'col'}, head)))), el('tbody', {}, rows));

export const cells = (first, rest, look = null) =>
  el('tr', {class: look}, el('th', {scope: 'row'}, first), rest.map((text) => el('td', {}, text)));

// `tables` is a list of [id, name, make(model), count(model)]; one without rows is hidden.
export function makeTables(tables) {
  let current = null;
  const parts = tables.map(([id, name, make, count]) => {
    const summary = el('summary', {}, name);
    const holder = el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name});
    const node = el('details', {id: `table-${id}`}, summary, holder);
    const refresh = () => holder.replaceChildren(...(node.open && current ? [make(current)] : []));
    node.addEventListener('toggle', refresh);
    return {node, update() {
      const rows = count(current);
      summary.textContent = `${name} (${integer(rows)})`;
      node.hidden = rows === 0;
      refresh();
    }};
  });
  const node = el('section', {class: 'tables no-print', 'aria-labelledby': 'tables-title'},
    el('div', {class: 'section-line'}, el('h2', {id: 'tables-title'}, 'The picture as tables')), parts.map((part) => part.node));
  return {
    node,
    update(model) {
      current = model;
      parts.forEach((part) => part.update());
    },
  };
}
