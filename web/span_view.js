// What the views of a span share: the address is their state, zooms can be left again, a cursor can be pinned, and
// a live span is asked for each minute.
//
// A view extends SpanView. It has `head`, `tools` and `picture`, and the functions
//   request(state, signal)     asks for the answer of a state
//   take(answer)               keeps an answer
//   failed(error)              says why there is none
//   say(null)                  takes back what was said
//   show(), draw(width)        draw what was taken; draw() for another width of the paper
//   rest(), moveTo(index, {speak})   without and with a cursor
//   timeAt(index)              the time of a point
//   switchTo(state)            shows another state
//   go(state, {replace})       likewise, with its address in the history of the browser
//   onOverview(overview, {stale})

import {poll} from './api.js';
import {lengthOf} from './report/address.js';
import {watchPaper} from './report/paper.js';

const LIVE_SECONDS = 60;
const RETRY_SECONDS = 5;  // while there is no record yet

export function listen(target, name, listener) {
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}

export class SpanView {
  // `address`: {path, read(search), of(state), window(state)}; `window` is the one without another in the address.
  constructor(context, address) {
    this.context = context;
    this.address = address;
    this.state = address.read(location.search);
    this.overview = null;
    this.cursor = null;  // index of a point
    this.zooms = [];     // the states that zooms left, for the way back
    this.polling = null;
    this.aborter = null;
    this.ends = [];
  }

  follow(main, keys) {
    this.ends = [
      this.context.feed.subscribe((overview, state) => this.onOverview(overview, state)),
      this.context.onKeys(keys),
      watchPaper(main, (width) => this.draw(width)),
      listen(window, 'popstate', () => this.onAddress()),
      listen(window, 'timezonechange', () => this.show()),
    ];
  }

  now() { return this.context.feed.time() / 1000; }

  stopAsking() {
    this.polling?.stop();
    this.polling = null;
  }

  // Asks for the state's answer: once for a frozen span, each minute for a live one.
  ask() {
    this.stopAsking();
    const {state} = this;
    let done = false;
    this.polling = poll(async () => {
      if (state.window || !done) done = await this.load(state);
    }, () => (done ? LIVE_SECONDS : RETRY_SECONDS));
  }

  // Returns whether there is an answer.
  async load(state) {
    this.aborter?.abort();
    this.aborter = new AbortController();
    const {signal} = this.aborter;
    this.tools.wait(Math.min(1500, Math.round(lengthOf(state) / 60)));
    try {
      this.take(await this.request(state, signal));
      this.say(null);
      this.show();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.failed(error);
      if (error.status !== 404 && error.status !== 400) throw error;
      return false;
    } finally {
      if (!signal.aborted) this.tools.ready();
    }
  }

  pin(index) {
    this.replace({...this.state, at: this.timeAt(index)});
    this.moveTo(index, {speak: true});
  }

  unpin() {
    if (!this.state.at) return;
    this.replace({...this.state, at: null});
    this.rest();
  }

  zoom(state) {
    this.zooms.push(this.state);
    this.go(state);
  }

  back() {
    const before = this.zooms.pop();
    if (before) this.go({...before, at: null});
    else if (!this.state.window) this.go({...this.state, window: this.address.window(this.state), from: null, to: null, at: null});
    else this.unpin();
  }

  replace(state) {
    this.state = state;
    history.replaceState(null, '', this.address.of(state));
  }

  record(state, replace) {
    if (replace) history.replaceState(null, '', this.address.of(state));
    else history.pushState(null, '', this.address.of(state));
  }

  onAddress() {
    const {path, read, of} = this.address;
    if (location.pathname !== path) return;
    const state = read(location.search);
    if (this.zooms.length > 0 && of(this.zooms[this.zooms.length - 1]) === of(state)) this.zooms.pop();
    this.switchTo(state);
  }

  end() {
    this.ends.forEach((end) => end());
    this.stopAsking();
    this.aborter?.abort();
    this.picture.end();
  }
}
