// Asks the daemon: JSON with a timeout, the server's own sentence as the error, and polling that pauses while
// the page is hidden.

export class ApiError extends Error {
  // `status` 0: no answer at all.
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

async function sentenceOf(response) {
  const text = (await response.text()).trim();
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return text || `The daemon answered with status ${response.status}`;
  }
}

// The answer of a GET, parsed. Throws an ApiError, or an AbortError if `signal` asked for it.
export async function getJson(path, {signal, seconds = 10} = {}) {
  const limit = AbortSignal.timeout(seconds * 1000);
  try {
    const response = await fetch(path, {
      headers: {Accept: 'application/json'},
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (!response.ok) throw new ApiError(await sentenceOf(response), response.status);
    return await response.json();
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
    const late = limit.aborted ? `No answer within ${seconds} s` : 'No answer from the daemon';
    throw new ApiError(late, 0);
  }
}

// Calls `ask()` now, then `seconds()` after each answer. After a failure the next call comes after 2 s, then
// 4, at most 15 s. Rests while the tab is hidden, and asks immediately when it is shown again.
export function poll(ask, seconds) {
  let timer = 0;
  let failures = 0;
  let running = false;
  let stopped = false;

  const turn = async () => {
    clearTimeout(timer);
    if (running || stopped || document.hidden) return;
    running = true;
    try {
      await ask();
      failures = 0;
    } catch {
      failures += 1;
    }
    running = false;
    const wait = failures > 0 ? Math.min(15, 2 ** failures) : seconds();
    if (!stopped) timer = setTimeout(turn, wait * 1000);
  };
  document.addEventListener('visibilitychange', turn);
  turn();
  return {
    now: turn,
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', turn);
    },
  };
}
