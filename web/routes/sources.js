// The sources of routes and their state. A source that is lost is never shown as well: what it shows is not known.

import {el} from '../dom.js';
import {THIN, counted, duration, integer, near, NONE} from '../format.js';
import {icon} from '../marks.js';
import {isLost} from './model.js';

const KINDS = {bmp: 'BMP router', rpki: 'RPKI cache', ris: 'RIPE RIS Live'};

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// A cache that is not needed is not a problem.
const isSpare = ({text}) => text.startsWith('not needed');

function detailOf({source, vrps, expires_at: expires, lag_seconds: lag}, now) {
  if (source === 'rpki' && vrps != null) {
    return `${counted(vrps, 'VRP')} for the configured prefixes${expires ? `, valid until ${near(expires, now)}` : ''}`;
  }
  return source === 'ris' && lag != null ? `messages are ${duration(lag)} old on arrival` : null;
}

const errorsText = ({errors}) => Object.entries(errors).map(([reason, count]) =>
  `${integer(count)}${THIN}${reason.replace('_', ' ')}`).join(', ');

function row(source, now) {
  const lost = isLost(source) && !isSpare(source);
  const detail = detailOf(source, now);
  return el('tr', {class: lost ? 'lost' : null},
            el('th', {scope: 'row'}, el('span', {class: 'kind'}, KINDS[source.source] ?? source.source),
               source.source === 'ris' ? null : el('b', {}, ` ${source.name}`)),
            el('td', {class: 's-state'}, isSpare(source) ? icon('none', {tone: 'quiet'}) : icon(lost ? 'unknown' : 'pass', {tone: lost ? 'unknown' : 'pass'}), ' ',
               lost ? el('b', {}, capital(source.text)) : capital(source.text), detail ? el('small', {}, detail) : null),
            el('td', {'data-name': 'last message'}, source.last_message
              ? el('time', {datetime: source.last_message, title: source.last_message}, near(source.last_message, now)) : 'none yet'),
            el('td', {class: 'number', 'data-name': 'messages'}, integer(source.messages)),
            el('td', {'data-name': 'errors'}, errorsText(source) || NONE));
}

const HEADS = [['Source'], ['State'], ['Last message'], ['Messages', 'number'], ['Errors since the start']];

export function sourcesTable(sources, now) {
  return el('table', {class: 'route-table sources'},
            el('caption', {class: 'sr'}, 'Sources of routes'),
            el('thead', {}, el('tr', {}, HEADS.map(([head, look]) => el('th', {scope: 'col', class: look}, head)))),
            el('tbody', {}, sources.map((source) => row(source, now))));
}

const MOST_NAMED = 3;

// Which sources are lost, and what that means; null if none is.
export function lossSentence(sources) {
  const lost = sources.filter((source) => isLost(source) && !isSpare(source));
  if (lost.length === 0) return null;
  const nameOf = ({source, name}) => (source === 'ris' ? KINDS.ris : `${KINDS[source]} ${name}`);
  const named = lost.slice(0, MOST_NAMED).map((source) => `${nameOf(source)}: ${source.text}`);
  const more = lost.length - named.length;
  return `${[...named, more > 0 ? `${counted(more, 'more source is', 'more sources are')} lost` : null].filter(Boolean).join('. ')}.`;
}
