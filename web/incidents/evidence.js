// The evidence of one incident, to be printed on one page and sent to the partner: before, during and after, the
// other partners in the same minutes, the events of routes, the traces, the method and the counts. Beside it the
// latest incidents.

import {getJson} from '../api.js';
import {el, show} from '../dom.js';
import {duration, said} from '../format.js';
import {icon} from '../marks.js';
import {makePicture} from './picture.js';
import {endpointTable, factList, phaseTable, routeTable} from './tables.js';
import {kindOf, lasting, placeOf, utcClock, utcDay, utcYear} from './words.js';

export const keys = [['p', 'print, or save as PDF'], ['[ ]', 'newer, older incident']];

const idOf = (address) => new URLSearchParams(address.search).get('id') ?? '';

function timeLine({from, to, state, seconds}) {
  const begin = `${utcDay(from, {long: true})}, ${utcClock(from)}`;
  if (state === 'stays') return `Since ${begin} UTC; still in effect`;
  if (state === 'open') return `Since ${begin} UTC: ${duration(seconds)} so far`;
  const end = utcDay(to) === utcDay(from) ? utcClock(to) : `${utcDay(to)} ${utcClock(to)}`;
  return `${begin} to ${end} UTC: ${duration(seconds)}`;
}

function titleLine(incident) {
  const by = incident.partner ? `, via ${incident.partner}` : '';
  return incident.title + by + (incident.city ? `, ${incident.city}` : '');
}

// What is wider than a phone scrolls, with the keys as well.
const sideways = (name, node) => node && el('div', {class: 'scroll-x', tabindex: '0', role: 'region', 'aria-label': name}, node);

// Why there is no time after it.
function remarkOf({state}) {
  if (state === 'stays') return 'The change is still in effect; at most its first six hours are shown.';
  return `There are no figures of the time after it: ${state === 'open' ? 'it has not ended' : 'the next one followed at once'}.`;
}

function paperOf(incident, withOthers) {
  const {made, data, phases} = incident;
  const perStep = incident.step_seconds === 60 ? 'minute' : duration(incident.step_seconds);
  return [
    el('p', {class: 'made'}, `Evidence · incident ${incident.id} · made ${utcDay(made.time)} ${utcYear(made.time)}, ${utcClock(made.time)} UTC by `
       + `peeringd ${made.version} on ${made.host} · all times UTC`),
    el('h1', {}, titleLine(incident)),
    el('p', {class: 'when'}, timeLine(incident)),
    el('p', {class: 'lead'}, el('strong', {}, said(incident.text)), ' ', withOthers ? said(incident.comparison) : null),
    el('figure', {}, sideways('Figure 1', makePicture(incident, {withOthers})),
       el('figcaption', {}, el('b', {}, 'Figure 1.'), ` Round-trip time by ${perStep}: median (line), p25 to p75 and p5 to p95 `
          + '(bands), minimum (thin line); share lost, logarithmic. Hatched: not measured.')),
    sideways('Before, during, after', phaseTable(incident, {withOthers})),
    sideways('By endpoint', endpointTable(incident)),
    sideways('Events of the routes', routeTable(incident)),
    el('div', {class: 'columns'}, factList('The path', incident.facts),
       factList('Method', [...incident.method, {label: 'Data', text: `${data.csv}, SHA-256 ${data.sha256}`}])),
    phases.after ? null : el('p', {class: 'remark'}, remarkOf(incident)),
  ];
}

function sideOf(incidents, id) {
  return el('nav', {class: 'incident-side', 'aria-label': 'Latest incidents'},
            el('h2', {}, el('a', {href: '/incidents'}, 'Incidents'), el('small', {}, ' latest')),
            el('ul', {}, incidents.map((incident) => {
              const {shape, name} = kindOf(incident);
              return el('li', {},
                        el('a', {href: `/incident?id=${incident.id}`,
                                 'aria-current': String(incident.id) === id ? 'page' : null},
                           icon(shape, {tone: shape}),
                           el('b', {}, placeOf(incident)),
                           el('span', {}, `${utcDay(incident.from)} ${utcClock(incident.from)}, ${lasting(incident)}`),
                           el('span', {}, `${name}: ${incident.prefix ?? 'all prefixes'}`)));
            })));
}

function toolsOf(incident, redraw) {
  const others = el('input', {type: 'checkbox', checked: true, onchange: () => redraw(others.checked)});
  return el('div', {class: 'incident-tools'},
            el('button', {type: 'button', class: 'button dark', onclick: () => print()}, 'Print or save as PDF'),
            el('a', {href: incident.data.csv}, 'Samples as CSV'),
            el('a', {href: `/api/v1/incidents/${incident.id}`}, 'JSON'),
            incident.others.length > 0 ? el('label', {}, others, ' with the other partner') : null,
            el('a', {href: reportOf(incident)}, 'Report for this period'),
            el('span', {class: 'quiet'}, 'All times UTC'));
}

function reportOf({connection, path, phases}) {
  const to = (phases.after ?? phases.during).to;
  return `/prefix?${new URLSearchParams({c: connection, p: path.prefixes[0] ?? '', from: phases.before.from, to})}`;
}

export function open(main, {navigate, onKeys, setTitle}) {
  const id = idOf(location);
  const stop = new AbortController();
  const side = el('div', {class: 'side-host'});
  const tools = el('div', {});
  const paper = el('article', {class: 'paper'}, el('p', {class: 'note', role: 'status'}, 'Loading …'));
  main.append(el('div', {class: 'incident-view'}, side, el('div', {class: 'paper-host'}, tools, paper)));
  setTitle(`Incident ${id}`);
  let neighbours = [];

  const load = async () => {
    try {
      const incident = await getJson(`/api/v1/incidents/${encodeURIComponent(id)}`, {signal: stop.signal, seconds: 30});
      setTitle(`Incident ${id}: ${incident.title}`);
      const draw = (withOthers) => paper.replaceChildren(...paperOf(incident, withOthers).filter(Boolean));
      tools.replaceChildren(toolsOf(incident, draw));
      draw(true);
    } catch (problem) {
      if (stop.signal.aborted) return;
      paper.replaceChildren(el('p', {class: 'note', role: 'alert'}, `${problem.message}. `,
                               el('a', {href: '/incidents'}, 'All incidents')));
    }
  };
  const loadSide = async () => {
    try {
      const {incidents} = await getJson('/api/v1/incidents?limit=20', {signal: stop.signal, seconds: 30});
      neighbours = incidents.map((incident) => String(incident.id));
      side.replaceChildren(sideOf(incidents, id));
    } catch {
      show(side, false);  // the paper says what is wrong
    }
  };
  load();
  loadSide();

  const step = (by) => {
    const own = neighbours.indexOf(id);
    const next = neighbours[own + by];
    if (own >= 0 && next !== undefined) navigate(`/incident?id=${next}`);
  };
  const silence = onKeys({p: () => print(), '[': () => step(-1), ']': () => step(1)});
  return () => {
    stop.abort();
    silence();
  };
}
