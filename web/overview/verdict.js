// What is worst, in words: a red bar for each place that is cut off, and the line with the counts.

import {el, fill, setAttribute, show} from '../dom.js';
import {counted, duration, near} from '../format.js';
import {icon, mark} from '../marks.js';
import {labelsOf, placesOf, reasonOf, summaryOf} from './model.js';

// Redundancy groups that do not reach the edge, and connections without a group.
function cutOff(overview) {
  const byName = new Map(overview.connections.map((one) => [one.name, one]));
  const labels = labelsOf(overview.connections);
  const places = placesOf(overview);
  const say = (name) => `${labels.get(name).partner}: ${reasonOf(byName.get(name))}`;
  const groups = overview.groups.filter(({up}) => up === false).map((group) => ({
    place: places.get(group.name), since: group.up_since, alert: 'peeringgroupdown',
    maintenance: group.connections.every((name) => byName.get(name)?.maintenance),
    why: group.connections.filter((name) => byName.has(name)).map(say).join('. '),
  }));
  const single = overview.connections.filter((one) => one.up === false && one.redundancy_group === null);
  return [...groups, ...single.map((one) => ({
    place: labels.get(one.name).place, since: one.up_since, alert: 'peeringconnectiondown',
    maintenance: one.maintenance, why: say(one.name),
  }))];
}

const MOST_BARS = 3;

export function makeVerdict() {
  const node = el('section', {class: 'verdicts inverse', role: 'alert', 'aria-label': 'Without a working path', hidden: ''});
  const ages = [];
  return {
    node,
    update(overview, now) {
      const places = cutOff(overview);
      show(node, places.length > 0);
      const shown = places.slice(0, MOST_BARS);
      // Anew only when it says something new: a screen reader announces each change.
      const key = JSON.stringify([shown, places.length]);
      if (node.dataset.filled !== key) {
        ages.length = 0;
        fill(node, key, shown.map(({place, since, why, alert, maintenance}) => {
          const age = el('span', {'aria-live': 'off'});
          ages.push({age, since});
          return el('div', {class: 'verdict'}, icon('fail'),
                    el('div', {}, el('h2', {}, `${place} has no working path`),
                       el('p', {}, 'For ', age, `. ${why}.${maintenance ? ' Maintenance is announced.' : ''}`)),
                    el('a', {href: `/runbook#${alert}`}, 'What to do'));
        }), places.length > MOST_BARS ? el('p', {class: 'more'}, `And ${places.length - MOST_BARS} more without a working path.`)
          : null);
      }
      for (const {age, since} of ages) {
        const text = `${duration((now - Date.parse(since)) / 1000, {coarse: true})}, since ${near(since, now)}`;
        if (age.textContent !== text) age.textContent = text;
      }
    },
  };
}

function groupSentence({groups, cutOff: none, onNone, onOne, onMore}) {
  if (groups === 0) return null;
  const name = counted(groups, 'redundancy group');
  if (onMore === groups) return ` ${groups === 1 ? 'The redundancy group' : `Each of ${name}`} has two working paths or more.`;
  const parts = [none > 0 && `${none} cut off`, onNone > 0 && `${onNone} without a path that is known to work`,
                 onOne > 0 && `${onOne} on one path`, onMore > 0 && `${onMore} on two or more`];
  return ` ${name}: ${parts.filter(Boolean).join(', ')}.`;
}

function sentence(summary) {
  const {total, unlimited: unset} = summary;
  const limits = unset === 0 ? null : [' No thresholds are set for ', unset === total ? 'any' : String(unset), ': see ',
    el('a', {href: '/runbook#thresholds'}, 'thresholds'), '.'];
  return [`of ${counted(total, 'connection')}.`, groupSentence(summary), limits];
}

// `orders` is a list of [key, name], `choose(key)` is called for the one that the reader wants.
export function makeCounts(orders, choose) {
  const counts = el('div', {class: 'numbers'});
  const buttons = orders.map(([key, name]) => {
    const button = el('button', {type: 'button', class: 'choice'}, name);
    button.addEventListener('click', () => choose(key));
    return [key, button];
  });
  const found = el('span', {class: 'found', role: 'status'});
  const node = el('div', {class: 'counts'}, counts, found,
                  el('div', {class: 'orders', role: 'group', 'aria-label': 'Order'}, el('span', {}, 'Order'),
                     buttons.map(([, button]) => button)));
  return {
    node,
    update(overview, order) {
      const summary = summaryOf(overview);
      const one = (result, count, word) => (count === 0 ? null
        : el('span', {class: 'number-of'}, mark(result), el('b', {}, String(count)), ` ${word}`));
      fill(counts, JSON.stringify(summary), one('Fail', summary.down, 'down'), one('Fail', summary.fail, 'fail'),
           one('Warning', summary.warning, summary.warning === 1 ? 'warning' : 'warnings'),
           one('Indeterminate', summary.dark, 'dark'), one('Indeterminate', summary.unknown, 'not known'), one('Pass', summary.pass, 'pass'),
           one(null, summary.none, 'without a result'), el('span', {class: 'rest'}, sentence(summary)));
      for (const [key, button] of buttons) {
        setAttribute(button, 'aria-pressed', String(key === order));
        show(button, key !== 'branch' || Boolean(overview.store));
      }
    },
    setFound: (text) => fill(found, text, text),
  };
}
