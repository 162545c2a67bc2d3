// Beside the calendar: the findings, in words; how much was slow or not measured; and the partner in the same
// hours. Below it: the legend.

import {el, svg} from '../dom.js';
import {counted, duration, integer, percent} from '../format.js';
import {dateTime} from '../chart/frame.js';
import {reportAddress} from './address.js';
import {SLOW, countsOf, gapsOf} from './model.js';
import {dayName} from './names.js';

const TITLES = {daily_congestion: 'Slow at the same hours', lasting_change: 'Lasting change'};

// In the calendar's time, which may not be that of the page.
function spanName(calendar, {from, to, lasts}) {
  const date = (time) => dayName(calendar.dateAt(time), {weekday: true});
  return lasts ? `since ${date(from)}` : `${date(from)} to ${date(to - 1)}`;
}

function findingItem(calendar, finding, state) {
  const title = TITLES[finding.kind] ?? finding.kind.replaceAll('_', ' ');
  const around = finding.kind === 'lasting_change' ? [finding.from - 7 * 86400, Math.min(finding.to, finding.from + 7 * 86400)]
    : [Math.max(finding.from, finding.to - 7 * 86400), finding.to];
  return el('li', {}, el('b', {}, title, ', ', spanName(calendar, finding)),
            el('p', {}, finding.text, '. ', el('a', {href: reportAddress(state, ...around)}, 'Report')));
}

// The line about hours (or days) that are slower than the baseline, or lossy.
function slowItem(calendar, counts) {
  const unit = calendar.weeks ? 'day' : 'hour';
  const measured = counted(counts.measured, unit);
  if (calendar.stat === 'loss') return `More than 1% lost: ${integer(counts.lossy)} of ${measured}.`;
  return `Above ${SLOW} × the baseline: ${integer(counts.slow)} of ${measured}`
    + `${counts.measured > 0 ? `, ${percent(counts.slow / counts.measured)}` : ''}. More than 1% lost: ${counted(counts.lossy, unit)}.`;
}

function gapItem(calendar, counts, state) {
  const unit = calendar.weeks ? 'days' : 'hours';
  if (counts.missing === 0) return null;
  const gaps = gapsOf(calendar);
  const shown = gaps.slice(0, 3).map(({from, to}, index) => [index > 0 ? ', ' : '',
    el('a', {href: reportAddress(state, from - 3600, to + 3600)}, `${duration(to - from)} from ${dateTime(from)}`)]);
  const more = gaps.length > 3 ? ` and ${integer(gaps.length - 3)} more` : '';
  return el('li', {}, el('b', {}, `Not measured: ${integer(counts.missing)} of ${integer(counts.missing + counts.measured)} ${unit}`),
            el('p', {}, shown, more, '. See the report for the reason.'));
}

// `partner`: {name, group, calendar} of another connection of the group, or null.
export function fillSide(node, {calendar, state, partner, subject}) {
  const counts = countsOf(calendar);
  const findings = calendar.findings.map((finding) => findingItem(calendar, finding, state));
  const short = counts.measured * calendar.cell < 7 * 86400;
  const nothing = el('li', {}, el('p', {}, short ? 'Not enough history yet: at least a week is needed.'
    : calendar.weeks ? 'No lasting change of the median. Slow hours are found in spans of up to 400 d.'
      : 'No hours that are slow on most days, and no lasting change.'));
  const section = (title, ...content) => el('section', {class: 'stands-out'}, el('h2', {}, title), content);
  node.replaceChildren(
    section('What stands out', el('ol', {}, findings.length > 0 ? findings : nothing, gapItem(calendar, counts, state))),
    section('In figures', el('p', {}, slowItem(calendar, counts))),
    partner ? section(`${partner.name} over the same period`,
      el('p', {}, slowItem(partner.calendar, countsOf(partner.calendar)), ` ${bothSlow(calendar, partner.calendar)} `,
         el('a', {href: `/compare?g=${encodeURIComponent(partner.group)}`}, 'Side by side'))) : '',
    el('p', {class: 'sr'}, `Calendar of ${subject}`));
}

function bothSlow(calendar, other) {
  if (calendar.stat === 'loss') return '';
  let both = 0;
  for (let index = 0; index < Math.min(calendar.count, other.count); index += 1) {
    if (calendar.ratioOf(index) > SLOW && other.ratioOf(index) > SLOW) both += 1;
  }
  return `Both slow: ${counted(both, calendar.weeks ? 'day' : 'hour')}.`;
}

const key = (look) => el('i', {class: look, 'aria-hidden': 'true'});

const dot = (radius) => svg('svg', {class: 'dot-key', width: 10, height: 10, 'aria-hidden': 'true'},
                            svg('circle', {cx: 5, cy: 5, r: radius}));

export function legendOf(calendar) {
  const what = {p95: 'p95 compared with its baseline:', p50: 'Median compared with its baseline:', loss: 'Lost:'}[calendar.stat];
  const shades = calendar.classes.names.map((name, shade) => name && el('span', {}, key(`heat heat${shade}`), name));
  const dots = calendar.stat === 'loss' ? [] : [el('span', {}, dot(1.8), 'lost > 0.1%, at least two probes'), el('span', {}, dot(3.4), '> 1%')];
  const unit = calendar.weeks ? 'day of the week' : 'hour of the week';
  return [el('p', {class: 'calendar-legend'}, el('span', {}, what), shades, dots, el('span', {}, key('key-hatch'), 'not measured')),
          el('p', {class: 'quiet calendar-note'}, `Baseline: the lower quartile of the same ${unit} over the whole calendar, so that a lasting change does not quickly become the baseline.`)];
}
