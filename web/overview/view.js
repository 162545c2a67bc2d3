// The first view: what is wrong now, worst first. Follows the feed; spark lines come each minute.
import {el} from '../dom.js';

export const keys = [['↑ ↓', 'the connection before, after'], ['Enter', 'its report']];

export function open(main, {feed}) {
  const list = el('ul', {});
  main.append(list);
  return feed.subscribe((overview) => {
    if (overview === null) return;
    list.replaceChildren(...overview.connections.map(({name, result}) => el('li', {}, `${name}: ${result}`)));
  });
}
