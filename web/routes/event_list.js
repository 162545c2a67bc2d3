// The list of the route events of a prefix, newest first, each bad one with its end.

import {el, fill, show} from '../dom.js';
import {clockSeconds, day, duration, zone} from '../format.js';
import {icon} from '../marks.js';
import {isOurs} from './event_pairs.js';

const LEVELS = {Information: ['info', 'quiet'], Warning: ['warn', 'warn'], Error: ['fail', 'fail'],
                Critical: ['fail', 'fail']};

// "Critical, ended after 3 min"
function statusText({event, end, status}) {
  const level = event.fields.eventLevel ?? event.level;
  if (status === 'open') return `${level}, ongoing`;
  if (status === 'over') return `${level}, ended after ${duration((Date.parse(end.time) - Date.parse(event.time)) / 1000)}`;
  return status === 'lost' ? `${level}, end unknown` : level;
}

// What the fields say beyond the summary.
function extras({fields, summary}, begin) {
  const {probes, rpki, witnesses} = fields;
  const seen = fields.source === 'ris' ? 'RIS peers' : 'sessions';
  return [
    begin ? `ends that of ${clockSeconds(begin.time)}` : null,
    witnesses > 1 ? `${witnesses} witnesses (${seen})` : null,
    rpki && rpki !== 'unknown' ? `RPKI ${rpki.replace('_', ' ')}` : null,
    probes && !summary.includes('probes') ? `probes from the prefix are ${probes}` : null,
  ].filter(Boolean).join('; ');
}

function item(paired) {
  const {event, begin, status} = paired;
  const [shape, tone] = LEVELS[event.fields.eventLevel] ?? LEVELS.Information;
  const more = extras(event, begin);
  return el('li', {class: `route-event ${status ?? ''}`},
            el('time', {datetime: event.time, title: event.time}, clockSeconds(event.time)),
            begin ? icon('pass', {tone: 'pass'}) : icon(shape, {tone}),
            el('div', {}, el('div', {class: 'kind-line'}, el('b', {}, event.kind, isOurs(event) ? ' *' : ''),
                             el('span', {class: `level ${tone}`}, statusText(paired))),
               el('p', {}, event.summary), more ? el('p', {class: 'quiet'}, more) : null));
}

// `update({items, more, problem, searching})`: `more` is whether there may be older ones.
export function makeEventList(lookBack) {
  const list = el('ol', {class: 'route-events'});
  const note = el('p', {class: 'quiet', hidden: ''});
  const button = el('button', {type: 'button', class: 'button', hidden: '', onclick: lookBack}, 'Look further back');
  const heading = el('h2', {id: 'route-events-title'});
  const node = el('section', {class: 'event-column', 'aria-labelledby': 'route-events-title'},
                  el('div', {class: 'section-line'}, heading,
                     el('span', {class: 'quiet'}, 'names and levels of the Azure portal; *: peeringd only')),
                  list, note, button);
  return {
    node,
    update({items, more, problem, searching}) {
      fill(heading, zone(), `Route events, ${zone()}`);
      const rows = [];
      let last = null;
      for (const one of items) {
        const date = day(one.event.time, {year: true});
        if (date !== last) rows.push(el('li', {class: 'day'}, date));
        last = date;
        rows.push(item(one));
      }
      fill(list, JSON.stringify([zone(), items.map(({event, status}) => [event.time, event.kind, event.summary, status])]), rows);
      show(list, items.length > 0);
      const empty = items.length > 0 ? '' : more ? 'No route event among the latest events of this prefix.'
        : 'No route event is recorded for this prefix.';
      const text = problem ?? (searching && items.length === 0 ? 'Asking the daemon …' : empty);
      show(note, text !== '');
      fill(note, text, text);
      show(button, more);
      button.disabled = searching;
    },
  };
}
