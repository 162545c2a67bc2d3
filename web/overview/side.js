// Beside the table: the redundancy groups with a mark for each of their paths, and the last events.

import {el, fill} from '../dom.js';
import {clock, counted, day, said, zone} from '../format.js';
import {icon, mark} from '../marks.js';
import {routesLink} from '../routes/model.js';
import {capital, labelsOf, placesOf, sitesOf, stateOf} from './model.js';

function groupItem(group, place, byName, labels) {
  const down = group.up === false;
  const marks = group.connections.filter((name) => byName.has(name)).map((name) => {
    const {result, word} = stateOf(byName.get(name));
    return mark(result, {label: `${labels.get(name).partner}: ${word}`});
  });
  return el('li', {class: down ? 'down inverse' : ''},
            el('a', {href: `/compare?g=${encodeURIComponent(group.name)}`, title: `redundancy group ${group.name}, side by side`}, place), marks);
}

const LEVELS = {error: ['fail', 'error'], warning: ['warn', 'warning'], info: ['info', null], debug: ['info', null]};

function markOf({kind, level}) {
  if (/(_up|_restored|ClearedEvent|(Route|Prefix)AnnouncementEvent)$/.test(kind)) {
    return icon('pass', {tone: 'pass', label: 'recovered'});
  }
  const [shape, label] = LEVELS[level];
  return icon(shape, {tone: shape === 'info' ? 'quiet' : shape, label});
}

function subjectOf({connection, prefix, endpoint, fields}, labels, byName) {
  if (fields.redundancy_group) return `Redundancy group ${fields.redundancy_group}`;
  if (connection === null) return null;
  const label = labels.get(connection);
  const name = label ? `${label.place} · ${label.partner}` : connection;
  const several = (byName.get(connection)?.prefixes.length ?? 2) > 1;
  return [name, several ? prefix : null, endpoint].filter(Boolean).join(' ');
}

function eventItem(event, labels, byName) {
  const subject = subjectOf(event, labels, byName);
  const summary = said(capital(event.summary));
  const name = event.kind.startsWith('Prefix') ? el('a', {href: routesLink(event.connection, event.prefix)}, subject) : subject;
  const text = subject ? [el('b', {}, name), el('span', {class: 'summary', title: summary}, summary)] : el('b', {}, summary);
  return el('li', {class: 'event'}, el('time', {datetime: event.time, title: event.time}, clock(event.time)),
            markOf(event), el('div', {}, text));
}

const MOST_SITES = 30;

// A site of a store, whose link shows its connections alone.
const siteItem = ({site, state, count, bad}) =>
  el('li', {}, el('a', {href: `/?find=${encodeURIComponent(site)}`, title: counted(count, 'connection')}, site),
     bad > 0 ? el('span', {class: 'quiet'}, ` ${bad} of ${count}`) : null, mark(state.result, {label: state.word}));

function fillSites(list, overview) {
  const sites = sitesOf(overview);
  const shown = sites.slice(0, MOST_SITES);
  fill(list, JSON.stringify([shown, sites.length]), shown.map(siteItem),
       sites.length > shown.length ? el('li', {class: 'more'}, `and ${sites.length - shown.length} more`) : null);
}

const noEvents = () => el('li', {class: 'day'}, 'The store has no events; the page of each branch shows its own.');

export function makeSide() {
  const sites = el('ul', {class: 'groups sites'});
  const siteSection = el('section', {'aria-label': 'Sites', hidden: ''}, el('h2', {}, 'Sites, worst first'), sites);
  const groups = el('ul', {class: 'groups'});
  const groupSection = el('section', {'aria-label': 'Redundancy groups'}, el('h2', {}, 'Redundancy groups'), groups);
  const list = el('ol', {class: 'events'});
  const heading = el('h2', {});
  const node = el('aside', {class: 'side', 'aria-label': 'Groups and events'}, siteSection, groupSection,
                  el('section', {'aria-label': 'Events'}, heading, list));
  return {
    node,
    update(overview, now) {
      const byName = new Map(overview.connections.map((one) => [one.name, one]));
      const labels = labelsOf(overview.connections);
      const places = placesOf(overview);
      siteSection.hidden = !overview.store;
      if (overview.store) {
        groupSection.hidden = true;  // there is one at each branch
        fillSites(sites, overview);
        fill(heading, 'store', 'Events');
        fill(list, 'store', noEvents());
        return;
      }
      groupSection.hidden = overview.groups.length === 0;
      const states = overview.connections.map((one) => stateOf(one).word);
      fill(groups, JSON.stringify([overview.groups.map(({name, up}) => [name, up]), states]),
           overview.groups.map((group) => groupItem(group, places.get(group.name), byName, labels)));
      fill(heading, zone(), `Events, ${zone()}`);
      const items = [];
      let last = day(now);
      for (const event of overview.events) {
        if (day(event.time) !== last) items.push(el('li', {class: 'day'}, day(event.time)));
        last = day(event.time);
        items.push(eventItem(event, labels, byName));
      }
      if (items.length === 0) items.push(el('li', {class: 'day'}, 'None since the daemon started.'));
      const newest = overview.events[0];
      fill(list, `${newest?.time} ${newest?.summary} ${day(now)} ${zone()}`, items);
    },
  };
}
