// The head of the comparison: which group, how it is now, and which connections of it are drawn.

import {el, fill} from '../dom.js';
import {classOf, mark, wordOf} from '../marks.js';
import {placesOf, stateOf} from '../overview/model.js';
import {shortNames} from './model.js';

const NUMBERS = ['no path', 'one path', 'two paths', 'three paths', 'four paths'];
const WORDS = {Pass: 'passes', Warning: 'has a warning', Fail: 'is failing', Indeterminate: 'has no known result'};

const membersOf = (overview, group) => overview.connections.filter(({redundancy_group: its}) => its === group);

// "Pass: Contoso has a warning, Fabrikam passes"
function verdict(group, members) {
  const state = stateOf(group);
  const names = shortNames(members.map(({name, partner}) => ({connection: name, partner})));
  const words = members.map((member) => {
    const {result, down} = stateOf(member);
    return `${names.get(member.name)} ${down ? 'is down' : WORDS[result] ?? 'has no thresholds'}`;
  });
  const result = state.down ? 'Fail' : group.result;
  return {result, tone: classOf(result), text: `${state.down ? 'Down' : result === null ? 'Now' : wordOf(result)}: ${words.join(', ')}`};
}

function groupChoice(groups, state, onChoose) {
  if (groups.length < 2 && groups.some(({name}) => name === state.group)) return null;
  const names = groups.map(({name}) => name);
  const select = el('select', {'aria-label': 'Redundancy group', class: 'other-prefix'},
    names.includes(state.group) ? null : el('option', {value: '', selected: true}, 'choose a group'),
    names.map((name) => el('option', {value: name, selected: name === state.group}, name)));
  select.addEventListener('change', () => select.value && onChoose({...state, group: select.value, first: '', second: '', prefixes: [], endpoint: '', at: null}));
  return select;
}

// Of more than two connections, which two are drawn.
function pairChoice(comparison, state, onChoose) {
  if (!comparison || comparison.members.length < 3) return null;
  const one = (index, key) => {
    const select = el('select', {'aria-label': index === 0 ? 'First connection' : 'Second connection', class: 'other-prefix'},
      comparison.members.map(({connection, partner}) => el('option', {value: connection,
        selected: comparison.shown[index].connection === connection, disabled: comparison.shown[1 - index].connection === connection},
      `${connection} · ${partner}`)));
    select.addEventListener('change', () => onChoose({...state, first: comparison.shown[0].connection,
                                                      second: comparison.shown[1].connection, [key]: select.value}));
    return select;
  };
  return [one(0, 'first'), ' against ', one(1, 'second')];
}

// `update({overview, state, comparison})`. `onChoose(state)`.
export function makeHead(onChoose) {
  const crumb = el('p', {class: 'crumb'});
  const title = el('h1', {}, 'Side by side');
  const choice = el('span', {class: 'no-print'});
  const badge = el('p', {class: 'badge none'});
  const pair = el('p', {class: 'no-print'});
  const note = el('p', {class: 'quiet partners'}, 'Same host, same endpoints, same minutes; one scale, one cursor.');
  const node = el('header', {class: 'report-head'}, el('div', {class: 'report-title'},
    el('div', {}, crumb, el('div', {class: 'title-line'}, title, choice)), badge, pair, note));

  const update = ({overview, state, comparison}) => {
    if (!overview) return;
    const group = overview.groups.find(({name}) => name === state.group);
    const members = membersOf(overview, state.group);
    fill(crumb, state.group, state.group ? `Redundancy group ${state.group}` : 'Redundancy groups');
    const place = placesOf(overview).get(state.group);
    const count = NUMBERS[members.length] ?? `${members.length} paths`;
    title.textContent = group ? `${place}: ${count}` : 'Side by side';
    fill(choice, JSON.stringify([overview.groups.map(({name}) => name), state.group]), groupChoice(overview.groups, state, onChoose));
    const {result, tone, text} = group ? verdict(group, members) : {result: null, tone: 'none', text: ''};
    badge.hidden = !group;
    badge.className = `badge ${tone}`;
    fill(badge, text, result ? mark(result) : null, el('span', {}, text));
    fill(pair, JSON.stringify([comparison?.members.map(({connection}) => connection), comparison?.shown.map(({connection}) => connection)]),
         pairChoice(comparison, state, onChoose));
    pair.hidden = pair.childElementCount === 0;
  };
  return {node, update};
}
