// A connection in the table: one body of rows, a row for each prefix, and a row with the reason if it is not
// well.

import {el, fill, setAttribute, setText} from '../dom.js';
import {duration} from '../format.js';
import {classOf, mark} from '../marks.js';
import {makePrefix} from './cells.js';
import {reportLink} from './model.js';

// Of a sparkline: of a row, beside two lines, and where there are few rows.
const HEIGHTS = {line: 18, tall: 34, few: 44};

function makeState() {
  const node = el('th', {class: 'c-state', scope: 'rowgroup'});
  const age = el('span', {class: 'age'});
  return {
    node,
    update({state}, now) {
      const loud = state.result !== 'Pass' && state.result !== null;
      fill(node, `${state.word} ${loud}`, mark(state.result), ' ', el(loud ? 'strong' : 'span', {}, state.word), ' ',
           age);
      const seconds = state.since === null ? null : (now - Date.parse(state.since)) / 1000;
      setText(age, seconds === null ? '' : `${loud ? 'for ' : ''}${duration(seconds, {coarse: true})}`);
      setAttribute(age, 'title', state.since === null ? null : `since ${state.since}`);
    },
  };
}

function makeName() {
  const place = el('span', {class: 'place'});
  const partner = el('span', {class: 'partner'});
  const link = el('a', {class: 'row-link'}, place, partner);
  return {
    node: el('td', {class: 'c-name'}, link),
    update({connection, label}) {
      setText(place, label.place);
      setText(partner, ` · ${label.partner}`);
      setAttribute(link, 'href', reportLink(connection.name, worstPrefix(connection)));
      setAttribute(link, 'title', `${label.place} · ${label.partner}${label.place.includes(connection.name) ? '' : ` (${connection.name})`}`);
    },
  };
}

// Over a store: the branch, whose link shows its connections alone.
function makeBranch() {
  const node = el('td', {class: 'c-branch'});
  return {
    node,
    update({connection: {branch}}) {
      if (!branch) return;
      const site = branch.site ?? branch.instance;
      fill(node, `${site} ${branch.instance}`, el('a', {href: `/?find=${encodeURIComponent(branch.instance)}`}, site),
           site === branch.instance ? null : el('span', {class: 'quiet'}, ` ${branch.instance}`));
      setAttribute(node, 'title', `instance ${branch.instance}${branch.site ? `, site ${branch.site}` : ''}`);
    },
  };
}

function worstPrefix({prefixes}) {
  const broken = prefixes.find(({reach}) => reach.up === false);
  return (broken ?? prefixes.find(({result}) => result !== 'Pass') ?? prefixes[0])?.prefix ?? '';
}

function makeOther() {
  const node = el('td', {class: 'c-other'});
  return {
    node,
    update({other}) {
      fill(node, JSON.stringify(other), other === null ? null
        : [mark(other.result), ' ', el('span', {class: other.alone ? `alone ${other.noneLeft ? 'none-left' : ''}` : ''}, other.text)]);
    },
  };
}

function makeReason() {
  const node = el('td', {class: 'c-reason'});
  return {
    node,
    update({reason}) {
      setText(node, reason);
      setAttribute(node, 'title', reason);
    },
  };
}

// Two lines for a connection that does not pass, or that has a message.
const isTall = ({state, reason}) => reason !== '' || !['Pass', null].includes(state.result);

// A row's shape changes with its prefixes, and when the reason's line comes or goes.
const shapeOf = (row) => JSON.stringify([isTall(row), row.connection.prefixes.map(({prefix}) => prefix)]);

// Over a store there is a column more on the left, and two fewer on the right.
const colspanOf = (single, {branch}) => (single ? (branch ? 4 : 3) : (branch ? 6 : 8));

export function makeRow({connection: {name}}) {
  const node = el('tbody', {class: 'row', 'data-connection': name});
  const fixed = {state: makeState(), name: makeName(), branch: makeBranch(), other: makeOther(), reason: makeReason()};
  let prefixes = [];
  let shape = null;

  // The cells of the whole connection.
  const heads = [fixed.state.node, fixed.name.node, fixed.branch.node, fixed.other.node];

  // One prefix: the reason is under the names, and the figures have both lines. Several: it is above them.
  const build = (row) => {
    const tall = isTall(row);
    prefixes = row.connection.prefixes.map(() => makePrefix(name));
    const lines = prefixes.map((prefix) => el('tr', {}, prefix.name, prefix.cells));
    const single = lines.length === 1;
    if (tall) {
      const reason = el('tr', {class: 'reason-line'}, fixed.reason.node);
      lines.splice(single ? 1 : 0, 0, reason);
      setAttribute(fixed.reason.node, 'colspan', colspanOf(single, row.connection));
      if (single) prefixes[0].cells.forEach((cell) => setAttribute(cell, 'rowspan', 2));
    }
    heads.forEach((cell) => setAttribute(cell, 'rowspan', single && cell !== fixed.state.node ? null : lines.length));
    lines[0].prepend(...heads);
    node.replaceChildren(...lines);
  };

  return {
    node,
    // The link that the keyboard goes to.
    link: fixed.name.node.firstChild,
    update(row, now) {
      const wanted = shapeOf(row);
      const focus = document.activeElement;
      if (wanted !== shape) build(row);
      if (focus && focus !== document.activeElement && node.contains(focus)) focus.focus();
      shape = wanted;
      setAttribute(node, 'class', [
        'row', classOf(row.state.result), isTall(row) ? 'tall' : '',
        row.connection.prefixes.length === 1 ? 'single' : 'several'].filter(Boolean).join(' '));
      Object.values(fixed).forEach((part) => part.update(row, now));
      row.connection.prefixes.forEach((prefix, i) => prefixes[i].update(prefix));
    },
    drawSparks(row, sparks, few) {
      const single = row.connection.prefixes.length === 1 && isTall(row);
      const height = few ? HEIGHTS.few : HEIGHTS[single ? 'tall' : 'line'];
      row.connection.prefixes.forEach(({prefix}, i) =>
        prefixes[i].drawSpark(sparks.get(`${name} ${prefix}`) ?? null, height));
    },
  };
}
