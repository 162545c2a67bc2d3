// Asks for everything that the report shows. The old chart stays until the new one is there, and when the
// daemon refuses.

import {ApiError, getJson} from '../api.js';
import {queryOf} from './address.js';

export const MOST_HOURS = 2200;  // as in the API

// Null if it cannot be had: the rest of the report does not need it.
async function optional(path, signal) {
  try {
    return await getJson(path, {signal, seconds: 20});
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return null;
  }
}

// More points than pixels make a chart noisy; the daemon merges them exactly.
export const pointsFor = (width) => (width < 720 ? 400 : 1500);

// Throws an ApiError with the daemon's sentence if there is no history of the series.
export async function loadReport(state, seconds, signal) {
  const series = queryOf(state);
  const connection = encodeURIComponent(state.connection);
  const ofStore = state.connection.includes('@');  // a store has neither endpoints nor probes
  const [history, hours, endpoints, now] = await Promise.all([
    getJson(`/api/v1/history?${series}&points=${pointsFor(innerWidth)}`, {signal, seconds: 20}),
    seconds / 3600 <= MOST_HOURS - 1 ? optional(`/api/v1/history/hours?${series}`, signal) : null,
    ofStore ? null : optional(`/api/v1/history/endpoints?${queryOf(state, {endpoint: false})}`, signal),
    ofStore ? null : optional(`/api/v1/connections?connection=${connection}`, signal),
  ]);
  const prefix = now?.connections.find(({name}) => name === state.connection)
    ?.prefixes.find((each) => each.prefix === state.prefix);
  return {history, hours, endpoints: endpoints?.endpoints ?? [], paths: prefix?.paths ?? []};
}
