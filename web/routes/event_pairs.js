// The events of routes: which there are, and which of them are over. Pure.

export const isRouteEvent = ({kind}) => kind.startsWith('Prefix');

// Microsoft's are those that the Azure portal has too.
const MICROSOFT = new Set(['PrefixAnnouncementEvent', 'PrefixWithdrawalEvent', 'PrefixBackupRouteAnnouncementEvent',
  'PrefixBackupRouteWithdrawalEvent', 'PrefixActivePath', 'PrefixBackupPath', 'PrefixOriginAsChangeEvent',
  'PrefixBackupRouteOriginAsChangeEvent']);
export const isOurs = ({kind}) => !MICROSOFT.has(kind);

const ENDS = {PrefixAnnouncementEvent: 'PrefixWithdrawalEvent',
              PrefixBackupRouteAnnouncementEvent: 'PrefixBackupRouteWithdrawalEvent'};
const WITHDRAWALS = new Set(Object.values(ENDS));

// The kind of the events that an event ends, or null.
export const kindEndedBy = ({kind}) => ENDS[kind] ?? (kind.includes('Cleared') ? kind.replace('Cleared', '') : null);

// Whether something bad lasts from this event on: a withdrawal, or a kind that has a Cleared one. More-specifics of
// one's own are for information only.
export const begins = ({kind, level}) => WITHDRAWALS.has(kind)
  || (kind.endsWith('Event') && !kind.includes('Cleared') && !ENDS[kind] && level !== 'info');

// The summary of an end is "over: " and how the summary of the begin begins.
function isEndOf(end, begin) {
  if (WITHDRAWALS.has(begin.kind)) {
    return end.fields.router === begin.fields.router && end.fields.peer === begin.fields.peer;
  }
  if (begin.kind === 'PrefixVisibilityEvent') return true;
  return begin.summary.startsWith(end.summary.replace(/^over: /, ''));
}

// Whether what an event began still lasts, by the prefix of /api/v1/routes as of now. The summary of the event says
// more than that of the state.
function lasts(event, now) {
  if (WITHDRAWALS.has(event.kind)) {
    return now.sessions.some(({router, peer, state}) => state === 'absent' && router === event.fields.router
      && (peer ?? undefined) === event.fields.peer);
  }
  return now.anomalies.some(({kind, summary}) => kind === event.kind && event.summary.startsWith(summary));
}

// `events` of one prefix, newest first, and the prefix as of now or null. Returns [{event, end, begin, status}] in
// the same order: `end` is the event that ended it, `begin` the one that it ends; `status` is open, over, lost (the
// end was not seen, as after a restart) or null.
export function pairEvents(events, now) {
  const items = events.map((event) => ({event, end: null, begin: null, status: null}));
  const open = [];
  for (const item of [...items].reverse()) {
    const kind = kindEndedBy(item.event);
    if (kind !== null) {
      const index = open.findLastIndex(({event}) => event.kind === kind && isEndOf(item.event, event));
      if (index >= 0) {
        const [begun] = open.splice(index, 1);
        Object.assign(begun, {end: item.event, status: 'over'});
        item.begin = begun.event;
      }
    } else if (begins(item.event)) {
      open.push(item);
    }
  }
  const seen = new Set();
  for (const item of open.reverse()) {
    const key = `${item.event.kind} ${item.event.summary}`;
    item.status = now !== null && !seen.has(key) && lasts(item.event, now) ? 'open' : 'lost';
    seen.add(key);
  }
  return items;
}

// When the prefix was withdrawn at a session that does not have it, as far as an event says so.
export function withdrawnAt(session, events) {
  const found = events.find((event) => WITHDRAWALS.has(event.kind) && event.fields.router === session.router
    && (event.fields.peer ?? null) === session.peer);
  return found?.time ?? null;
}
