// The overview without spark lines, asked every few seconds: the bar of every view and the overview itself
// follow it. It knows since when the daemon does not answer.

import {getJson, poll} from './api.js';

export const SILENT_SECONDS = 15;  // from here on the page says that it is stale

// `seconds()` is the time between two answers. Subscribers get (overview, state) on each answer, and on each
// second while the daemon is silent. `overview` is null until the first answer.
export function startFeed(seconds) {
  const listeners = new Set();
  let overview = null;
  let answered = performance.now();  // the last answer, or the start
  let shown = answered;              // a hidden page does not ask, so its silence says nothing
  let error = null;

  // Of a store that does not answer: the daemon's answers are current, its data is old.
  const storeState = ({time, store}) => ({
    silent: (Date.parse(time) - Date.parse(store.data_time) + performance.now() - answered) / 1000,
    stale: true, error: {status: 0, message: store.problem},
  });

  const state = () => {
    if (overview?.store?.problem && error === null) return storeState(overview);
    const silent = (performance.now() - Math.max(answered, shown)) / 1000;
    const stale = error !== null && silent >= SILENT_SECONDS;
    return {silent, stale, error};
  };
  const notify = () => listeners.forEach((listener) => listener(overview, state()));

  const polling = poll(async () => {
    try {
      overview = await getJson('/api/v1/overview?spark=0');
      answered = performance.now();
      error = null;
    } catch (problem) {
      error = problem;
      throw problem;
    } finally {
      notify();
    }
  }, seconds);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) shown = performance.now();
  });
  setInterval(() => {
    if (error !== null) notify();
  }, 1000);

  return {
    now: polling.now,
    // Calls immediately if there is an answer or an error. Returns the function that ends it.
    subscribe(listener) {
      listeners.add(listener);
      if (overview !== null || error !== null) listener(overview, state());
      return () => listeners.delete(listener);
    },
    // The first answer; null if there is an error before it.
    first: () => new Promise((resolve) => {
      const end = (answer) => {
        listeners.delete(end);
        resolve(answer);
      };
      if (overview !== null || error !== null) resolve(overview);
      else listeners.add(end);
    }),
    // The daemon's time in milliseconds; the reader's clock may be wrong.
    time: () => (overview === null ? Date.now()
      : Date.parse(overview.time) + (performance.now() - answered)),
  };
}
