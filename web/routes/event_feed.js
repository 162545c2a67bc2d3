// The route events of a prefix, newest first, from the daemon's memory and its history.

import {getJson} from '../api.js';
import {isRouteEvent} from './event_pairs.js';

const PAGE = 200;       // events of one request
const FIRST_PAGES = 3;  // at most, while there are few route events
const FEW = 20;

const identity = ({time, kind, summary}) => `${time} ${kind} ${summary}`;

// `state` is {list, more, problem, searching}; `changed()` is called whenever it is another one. `refresh()` reads the
// newest events, `lookBack()` older ones; `more` is whether there may be some.
export function makeEvents({connection, prefix}, changed) {
  const state = {list: [], more: false, problem: null, searching: true};
  let next = null;
  let started = false;
  const read = async (before) => {
    const query = new URLSearchParams({connection, prefix, limit: PAGE, ...(before ? {before} : {})});
    const answer = await getJson(`/api/v1/events?${query}`);
    const known = new Set(state.list.map(identity));
    const found = answer.events.filter((event) => isRouteEvent(event) && !known.has(identity(event)));
    state.list = before ? [...state.list, ...found] : [...found, ...state.list];
    return answer.next;
  };
  const guarded = async (work) => {
    state.searching = true;
    try {
      await work();
      state.problem = null;
    } catch (error) {
      state.problem = error.message;
    }
    state.searching = false;
    state.more = next !== null;
    changed();
  };
  const older = async () => {
    if (next !== null) next = await read(next);
  };
  return {
    state,
    lookBack: () => guarded(older),
    refresh: () => guarded(async () => {
      const following = await read(null);
      if (started) return;
      next = following;
      for (let page = 1; page < FIRST_PAGES && next !== null && state.list.length < FEW; page += 1) await older();
      started = true;
    }),
  };
}
