// Availability by month, the newest first: of each partner and of each connection, worst first. What a contract is
// measured by.

import {getJson, poll} from '../api.js';
import {el, fill, svg} from '../dom.js';
import {duration} from '../format.js';
import {PARTS, missingOf, monthText, partsText, ratioText, remarkOf, secondsOf, worstFirst} from './words.js';

export const keys = [];

const SPANS = [['1', 'this month'], ['3', '3 months'], ['6', '6 months'], ['12', '12 months'], ['24', '24 months']];
const WIDE = 64;

const monthsOf = ({search}) => {
  const wanted = new URLSearchParams(search).get('m');
  return SPANS.some(([key]) => key === wanted) ? wanted : '12';
};

const LEAST = 1.5;

// The parts of a time as a bar. Even a short outage is seen: the longest part gives it the room.
function bar(time) {
  const all = PARTS.reduce((sum, [part]) => sum + secondsOf(time, part), 0);
  const widths = PARTS.map(([part]) => {
    const seconds = secondsOf(time, part);
    return seconds > 0 ? Math.max(LEAST, (seconds / all) * WIDE) : 0;
  });
  const excess = widths.reduce((sum, width) => sum + width, 0) - WIDE;
  if (excess > 0) widths[widths.indexOf(Math.max(...widths))] -= excess;
  let x = 0;
  const boxes = PARTS.map(([part], index) => {
    const width = widths[index];
    const box = width > 0 ? svg('rect', {class: `part-${part}`, x, width, height: 5}) : null;
    x += width;
    return box;
  });
  return svg('svg', {class: 'parts', viewBox: `0 0 ${WIDE} 5`, 'aria-hidden': 'true'}, boxes);
}

function cell(time, look, remark) {
  return el('td', {class: look, title: partsText(time) || 'up all the time'},
            el('b', {}, ratioText(time.availability)), bar(time), remark ? el('small', {}, remark) : null);
}

function monthCell(time) {
  const [word, figure] = remarkOf(time);
  return cell(time, 'month', word ? [el('span', {class: 'word'}, `${word} `), figure] : figure);
}

const PARTS_OF_TOTAL = ['down', 'degraded', 'unknown', 'maintenance'];

function row(one, head) {
  const part = (name) => {
    const seconds = secondsOf(one.total, name);
    return el('td', {class: name === 'down' && seconds > 0 ? 'time bad' : 'time'}, seconds > 0 ? duration(seconds) : 'none');
  };
  return el('tr', {}, head, cell(one.total, 'total', missingOf(one.total)), PARTS_OF_TOTAL.map(part),
            [...one.months].reverse().map(monthCell));
}

const ROOMY = 6;  // months, each with its words

function table(caption, rows, headOf) {
  const months = [...rows[0].months].reverse().map(({month}, index) => [month, monthText(month, index === 0)]);
  const names = ['Availability', 'Down', 'Degraded', 'Not known', 'Maintenance'];
  return el('div', {class: 'months', tabindex: '0', role: 'region', 'aria-label': caption},
    el('table', {class: `availability${months.length > ROOMY ? ' tight' : ''}`}, el('caption', {}, caption),
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Name'), names.map((name) => el('th', {scope: 'col'}, name)),
        months.map(([month, text]) => el('th', {scope: 'col', title: month}, text)))),
      el('tbody', {}, worstFirst(rows).map((one) => row(one, headOf(one))))));
}

const partnerHead = ({partner}) => el('th', {scope: 'row'}, partner);

function connectionHead({connection, partner}) {
  const query = new URLSearchParams({w: '1y', kind: 'outage', c: connection});
  return el('th', {scope: 'row'}, el('a', {href: `/incidents?${query}`, title: `Outages of ${connection}`}, connection),
            el('small', {}, partner ?? 'no longer configured'));
}

const LEGEND = 'Availability is the time up or degraded as a share of the time up, degraded or down. Below a month stands how '
  + 'long it was down. Degraded: up, with the result Warning or Fail. Unknown time and announced maintenance do not count. '
  + 'The times of a partner are those of all its connections together. Months are in UTC; the first and the last may be incomplete.';

function content({connections, partners}) {
  if (connections.length === 0) {
    return [el('p', {class: 'note'}, 'Nothing is recorded yet. The first figures come a minute after the start.')];
  }
  return [partners.length > 0 ? table('By partner', partners, partnerHead) : null,
          table('By connection', connections, connectionHead), el('p', {class: 'quiet availability-note'}, LEGEND)];
}

const nameOf = (node) => node.getAttribute('aria-label') ?? node.getAttribute('href');

// A new answer leaves the reader's place in tables that scroll sideways, and the focus.
function replace(body, answer) {
  const regions = () => [...body.querySelectorAll('.months')];
  const places = new Map(regions().map((node) => [nameOf(node), node.scrollLeft]));
  const focus = body.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  fill(body, JSON.stringify(answer), content(answer));
  for (const node of regions()) node.scrollLeft = places.get(nameOf(node)) ?? 0;
  if (focus !== null) {
    [...body.querySelectorAll('.months, a')].find((node) => nameOf(node) === focus)?.focus({preventScroll: true});
  }
}

export function open(main, {navigate, setTitle}) {
  const months = monthsOf(location);
  setTitle('Availability');
  const address = (format) => `/api/v1/availability${format}?months=${months}`;
  const choice = el('select', {'aria-label': 'Span', onchange: () => navigate(`/availability?m=${choice.value}`)},
    SPANS.map(([value, text]) => el('option', {value, selected: value === months}, text)));
  const body = el('div', {}, el('p', {class: 'note', role: 'status'}, 'Loading …'));
  main.append(el('div', {class: 'availability-head'}, el('h1', {}, 'Availability'),
    el('div', {class: 'tools no-print'}, choice, el('a', {href: address('.csv')}, 'CSV'), el('a', {href: address('')}, 'JSON'))), body);
  const polling = poll(async () => {
    try {
      replace(body, await getJson(address('')));
    } catch (problem) {
      fill(body, `problem ${problem.message}`, el('p', {class: 'note', role: 'alert'}, problem.message));
      throw problem;
    }
  }, () => 60);
  return () => polling.stop();
}
