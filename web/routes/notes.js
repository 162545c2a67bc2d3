// What the view says where there is nothing to show, and what to do.

import {el} from '../dom.js';

const SOURCES = `routes:
  bmp:
    listen: ["192.0.2.10:11019"]
    routers:
      - {name: edge-1, address: 192.0.2.1}`;

const RULES = `connections:
  - name: NAME
    routes:
      origin: 64496
      sessions:
        - {router: edge-1, peer: 192.0.2.11, shows: received}`;

const docs = () => el('p', {}, 'All keys: ', el('code', {}, 'man peeringd.yaml'), ', section ', el('code', {}, 'routes'),
                      '. What each source shows, and examples for routers: ', el('code', {}, 'docs/routes.md'), '.');

const note = (...content) => el('div', {class: 'note route-note'}, content);

// Nothing is configured, or only the one half.
export function emptyNote({sources}, file) {
  if (sources.length > 0) {
    return note(el('p', {}, 'Sources of routes are configured, but no prefix says who may originate it. They are not in use. Add to ',
                   file ? el('code', {}, file) : 'the configuration', ':'), el('pre', {tabindex: '0'}, RULES), docs());
  }
  return note(el('p', {}, 'No routes are configured. peeringd compares the BGP routes of your prefixes with what you expect, if ',
                 file ? el('code', {}, file) : 'the configuration', ' says where routes are to be seen and who may originate the prefixes:'),
              el('pre', {tabindex: '0'}, `${SOURCES}\n${RULES}`), docs());
}

// Sources that have sent nothing since the start, or null.
export function waitingNote({sources}) {
  if (sources.length === 0 || sources.some(({last_message: last}) => last !== null)) return null;
  return el('p', {class: 'route-loss', role: 'status'}, 'Nothing has been received yet: routers connect to the daemon by themselves, ',
            'some only minutes after it starts. Until then nothing is known of the routes.');
}

export const noSuchPrefix = (connection, prefix) => note(
  el('p', {}, `No routes are expected of ${prefix} at ${connection}: `, el('code', {}, 'routes'), ' of the connection has no ',
     el('code', {}, 'origin'), ', or the prefix is no longer configured. ', el('a', {href: '/routes'}, 'All routes')), docs());
