// The tables of the evidence: the phases of each partner, the endpoints, and the labelled facts.

import {el} from '../dom.js';
import {NONE, THIN, integer, milliseconds, percent} from '../format.js';
import {lostText} from '../report/model.js';
import {utcClock, utcSpan} from './words.js';

const COLUMNS = [['min', 'min'], ['p5', 'p5'], ['p25', 'p25'], ['p50', 'median'], ['p75', 'p75'], ['p95', 'p95'],
                 ['p99', 'p99'], ['max', 'max']];

// `marks`: losses are what the incident is about.
function phaseRow(name, phases, phase, {isFirst, marks}) {
  const figures = phases.own[name];
  if (!figures) return null;
  const lossy = name === 'during' && figures.lost > 0 && isFirst && marks;
  return el('tr', {class: name},
            el('th', {scope: 'row'}, name, isFirst ? el('small', {}, ` ${utcSpan(phase, phases.beside)}`) : null),
            COLUMNS.map(([key]) => el('td', {}, milliseconds(figures[key]))),
            el('td', {}, integer(figures.sent)), el('td', {}, integer(figures.lost)),
            el('td', {class: lossy ? 'fail' : null}, percent(figures.loss_ratio)));
}

function seriesRows(incident, series, isFirst) {
  const {phases} = incident;
  const own = {own: series.phases, beside: incident.from};
  const marks = incident.kind === 'loss' || incident.kind === 'outage';
  return el('tbody', {},
            el('tr', {class: 'series'}, el('th', {scope: 'rowgroup', colspan: COLUMNS.length + 4},
                                           `${series.partner}, ${series.prefixes.join(', ')}`)),
            ['before', 'during', 'after'].map((name) => phases[name] && phaseRow(name, own, phases[name], {isFirst, marks})));
}

export function phaseTable(incident, {withOthers}) {
  const heads = ['ms', ...COLUMNS.map(([, name]) => name), 'sent', 'lost', 'loss'];
  const others = withOthers ? incident.others : [];
  return el('table', {class: 'phases'},
            el('caption', {}, 'Before, during, after'),
            el('thead', {}, el('tr', {}, heads.map((head) => el('th', {scope: 'col'}, head)))),
            seriesRows(incident, incident.path, true), others.map((other) => seriesRows(incident, other, false)));
}

export function endpointTable(incident) {
  if (incident.by_endpoint.length === 0) return null;
  const heads = ['endpoint', 'probes', 'median before', 'during', 'p95 before', 'during', 'lost, during',
                 'loss'];
  const rows = incident.by_endpoint.map(({endpoint, probes, affected, phases: {before, during}}) =>
    el('tr', {class: affected ? 'affected' : null},
       el('th', {scope: 'row'}, endpoint, affected ? el('span', {class: 'sr'}, ', affected') : null),
       el('td', {class: 'words'}, probes.join(', ')),
       [before.p50, during.p50, before.p95, during.p95].map((value) => el('td', {}, milliseconds(value))),
       el('td', {}, during.lost + during.received > 0 ? lostText(during.lost, during.received) : NONE),
       el('td', {}, percent(during.loss_ratio))));
  return el('table', {class: 'by-endpoint'},
            el('caption', {}, `By endpoint, ${incident.path.partner}`,
               el('small', {}, ` ${THIN}bold: affected`)),
            el('thead', {}, el('tr', {}, heads.map((head) => el('th', {scope: 'col'}, head)))),
            el('tbody', {}, rows));
}

// What the routes of the prefixes did in the same time.
export function routeTable({route_events: {total, events}, path}) {
  if (total === 0) return null;
  const several = path.prefixes.length > 1;
  const heads = ['when', 'time', ...(several ? ['prefix'] : []), 'event', 'level', 'what'];
  const rows = events.map(({phase, time, prefix, kind, level, summary}) =>
    el('tr', {class: phase},
       el('th', {scope: 'row'}, phase), el('td', {}, utcClock(time)), several ? el('td', {}, prefix) : null,
       el('td', {class: 'words'}, kind), el('td', {class: 'words'}, level), el('td', {class: 'words'}, summary)));
  return el('table', {class: 'route-events'},
            el('caption', {}, 'Events of the routes',
               total > events.length ? el('small', {}, ` the first ${events.length} of ${integer(total)}`) : null),
            el('thead', {}, el('tr', {}, heads.map((head) => el('th', {scope: 'col'}, head)))),
            el('tbody', {}, rows));
}

export const factList = (title, facts) =>
  el('section', {class: 'facts'}, el('h2', {}, title),
     el('dl', {}, facts.map(({label, text}) => el('div', {}, el('dt', {}, label), el('dd', {}, text)))));
