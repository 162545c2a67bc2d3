// The incidents that the list shows, {incidents, next}, as /api/v1/incidents has them: the newest, asked for each
// minute, and the earlier ones that the reader asked for. Pure.

// Negative if `a` is before `b`: newest first.
const order = (a, b) => Date.parse(b.from) - Date.parse(a.from) || b.id - a.id;

// `newest` replaces the incidents that it covers; earlier ones stay. If some may be missing between the two, only `newest`
// remains.
export function withNewest(shown, newest) {
  if (shown === null || newest.next === null) return newest;
  const last = newest.incidents[newest.incidents.length - 1];
  if (shown.incidents.length === 0 || order(last, shown.incidents[0]) < 0) return newest;
  const ids = new Set(newest.incidents.map((one) => one.id));
  const earlier = shown.incidents.filter((one) => order(last, one) < 0 && !ids.has(one.id));
  return earlier.length === 0 ? newest : {incidents: [...newest.incidents, ...earlier], next: shown.next};
}

export const withEarlier = (shown, {incidents, next}) => ({incidents: [...shown.incidents, ...incidents], next});
