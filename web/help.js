// Keys: views add theirs, `?` lists them all, and the reader can switch them off (WCAG 2.1.4).

import {el} from './dom.js';
import {isLocal, useLocalTime} from './format.js';

const COMMON = [['/', 'find a location, partner or prefix'], ['t', 'times in UTC or local'], ['?', 'this list'],
                ['Esc', 'leave the field, close the list']];

function keysOff() {
  try {
    return localStorage.getItem('keys') === 'off';
  } catch {
    return false;
  }
}

function setKeysOff(off) {
  try {
    if (off) localStorage.setItem('keys', 'off');
    else localStorage.removeItem('keys');
  } catch {
    // The reader forbids storage: keys stay on.
  }
}

const isTyping = ({target}) => target.matches?.('input, select, textarea, [contenteditable]');

function dialogOf(viewKeys) {
  const rows = (list) => list.map(([key, meaning]) =>
    el('div', {}, el('dt', {}, key.split(' ').map((one) => [el('kbd', {}, one), ' '])), el('dd', {}, meaning)));
  const box = el('input', {type: 'checkbox', checked: !keysOff()});
  box.addEventListener('change', () => setKeysOff(!box.checked));
  const close = el('button', {type: 'button', class: 'button'}, 'Close');
  const dialog = el('dialog', {class: 'help', 'aria-labelledby': 'help-title'},
                    el('h2', {id: 'help-title'}, 'Keys'), el('dl', {}, rows(viewKeys), rows(COMMON)),
                    el('p', {}, el('label', {}, box, ' Single-character shortcuts are on')), close);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  return dialog;
}

// `keysOfView()` returns the list of the open view.
export function startHelp(keysOfView) {
  const tables = new Set();

  const openHelp = () => {
    const dialog = dialogOf(keysOfView());
    document.body.append(dialog);
    dialog.showModal();
  };
  const own = {
    '/': () => document.getElementById('find').focus(),
    '?': openHelp,
    t: () => useLocalTime(!isLocal()),
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    if (event.key.length === 1 && keysOff() && event.key !== '?') return;
    for (const keys of [...tables, own]) {
      if (!Object.hasOwn(keys, event.key)) continue;
      if (keys[event.key](event) !== false) event.preventDefault();
      return;
    }
  });

  return {
    listen(keys) {
      tables.add(keys);
      return () => tables.delete(keys);
    },
  };
}
