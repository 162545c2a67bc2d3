// The prefix report: one prefix, or one of its endpoints, over hours to years.

import {poll} from '../api.js';
import {el} from '../dom.js';
import {addressOf, lengthOf, readAddress} from './address.js';
import {accessOf, gesturesOf, keysOf} from './controls.js';
import {makeEndpoints} from './endpoints.js';
import {findPrefix, makeHead, standardPrefix} from './head.js';
import {loadReport} from './load.js';
import {makeMessage, repairOf} from './message.js';
import {emptyModel, makeModel} from './model.js';
import {watchPaper} from './paper.js';
import {makePicture} from './picture.js';
import {makeReadout} from './readout.js';
import {makeTables} from './tables.js';
import {makeTools} from './tools.js';

export {keys} from './controls.js';

const LIVE_SECONDS = 60;
const RETRY_SECONDS = 5;  // while there is no record yet

class Report {
  constructor(main, context) {
    this.context = context;
    this.state = readAddress(location.search);
    this.zooms = [];        // the states that zooms left, for the way back
    this.overview = null;
    this.answer = null;     // the last good one, with `model`
    this.cursor = null;     // index of a point
    this.polling = null;
    this.aborter = null;
    const go = (state, how) => this.go(state, how);
    this.head = makeHead((connection, prefix) => go({...this.state, connection, prefix, endpoint: '', at: null}));
    this.tools = makeTools(go);
    this.readout = makeReadout();
    this.picture = makePicture(gesturesOf(this));
    this.endpoints = makeEndpoints(go);
    this.tables = makeTables();
    this.message = makeMessage(go);
    this.body = el('div', {hidden: true}, this.readout.node, this.picture.node, this.endpoints.node, this.tables.node);
    main.append(this.head.node, this.tools.node, this.tools.paper, this.message.node, this.body);
    this.ends = [
      context.feed.subscribe((overview, state) => this.onOverview(overview, state)),
      context.onKeys(keysOf(accessOf(this))),
      watchPaper(main, (width) => this.draw(width)),
      listen(window, 'popstate', () => this.onAddress()),
      listen(window, 'timezonechange', () => this.show()),
    ];
    this.start();
  }

  now() { return this.context.feed.time() / 1000; }

  get historySince() { return this.overview?.daemon.history.since ?? null; }

  get model() { return this.answer?.model ?? null; }

  // Asks for the state's answer: once for a frozen span, each minute for a live one.
  start() {
    this.polling?.stop();
    this.polling = null;
    if (!this.state.connection || !this.state.prefix) return;
    const prefix = `${this.state.prefix}${this.state.endpoint ? ` · ${this.state.endpoint}` : ''}`;
    this.context.setTitle(`${this.state.connection} · ${prefix}`);
    const {state} = this;
    this.drawEmpty();
    let done = false;
    this.polling = poll(async () => {
      if (state.window || !done) done = await this.load(state);
    }, () => (done ? LIVE_SECONDS : RETRY_SECONDS));
  }

  // Until there is an answer: the axes and the limits, which the overview knows.
  drawEmpty(gap = null) {
    if (!this.overview || (this.answer && !this.answer.empty)) return;
    const to = Math.floor((this.state.to ?? this.now()) / 60) * 60;
    const thresholds = findPrefix(this.overview, this.state).prefix?.thresholds ?? {};
    const model = emptyModel(this.state, to - lengthOf(this.state), to, thresholds, gap);
    this.answer = {model, hours: null, endpoints: [], paths: [], empty: true};
    this.show();
  }

  // Returns whether there is an answer.
  async load(state) {
    this.aborter?.abort();
    this.aborter = new AbortController();
    const {signal} = this.aborter;
    this.tools.wait(Math.min(1500, Math.round(lengthOf(state) / 60)));
    try {
      const answer = await loadReport(state, lengthOf(state), signal);
      this.answer = {...answer, since: this.historySince, model: makeModel(answer.history, this.historySince)};
      this.say(null);
      this.show();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.failure = error;
      this.sayFailure(error);
      if (error.status > 0) this.drawEmpty({name: 'no record', text: error.message});
      if (error.status !== 404 && error.status !== 400) throw error;
      return false;
    } finally {
      if (!signal.aborted) this.tools.ready();
    }
  }

  show() {
    if (!this.model) return;
    this.body.hidden = false;
    const {at} = this.state;
    const inside = at !== null && at >= this.model.from && at < this.model.to;
    this.cursor = inside ? this.model.indexAt(at) : null;
    this.update();
    this.draw();
    this.endpoints.update({...this.answer, state: this.state});
    this.tables.update(this.model);
  }

  update() {
    const parts = {overview: this.overview, state: this.state, model: this.model, paths: this.answer?.paths ?? [],
                   endpoints: this.answer?.endpoints ?? [], now: this.now() * 1000};
    this.head.update(parts);
    this.tools.update(parts);
  }

  draw(width) {
    if (!this.model) return;
    this.picture.draw({...this.answer, state: this.state}, width);
    if (this.cursor === null) this.rest();
    else this.moveTo(this.cursor);
  }

  // Without a cursor the readout shows the last measured point.
  rest() {
    if (!this.model) return;
    this.cursor = null;
    this.picture.showAt(null);
    if (this.answer.empty && this.model.gaps.length === 0) return this.readout.clear();
    const {p50} = this.model.columns;
    const last = p50.findLastIndex((value) => value != null);
    return this.readout.show(this.model, last < 0 ? this.model.count - 1 : last, {resting: true});
  }

  moveTo(index, {speak = false} = {}) {
    this.cursor = index;
    const time = this.model.middleOf(index);
    this.picture.showAt(time);
    this.readout.show(this.model, index, {pinned: this.state.at !== null, events: this.picture.eventsAt(time), speak});
  }

  pin(index) {
    this.replace({...this.state, at: this.model.timeAt(index)});
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
    else if (!this.state.window) this.go({...this.state, window: '1d', from: null, to: null, at: null});
    else this.unpin();
  }

  replace(state) {
    this.state = state;
    history.replaceState(null, '', addressOf(state));
  }

  go(state, {replace = false} = {}) {
    const same = addressOf({...state, log: false, max: false}) === addressOf({...this.state, log: false, max: false});
    if (same && this.model) {
      this.replace(state);
      this.update();
      this.draw();
      return;
    }
    if (replace) history.replaceState(null, '', addressOf(state));
    else history.pushState(null, '', addressOf(state));
    this.switchTo(state);
  }

  switchTo(state) {
    if (state.connection !== this.state.connection || state.prefix !== this.state.prefix) {
      this.answer = null;
      this.zooms = [];
      this.body.hidden = true;
    }
    this.state = state;
    this.update();
    this.start();
  }

  onAddress() {
    if (location.pathname !== '/prefix') return;
    const state = readAddress(location.search);
    if (this.zooms.length > 0 && addressOf(this.zooms[this.zooms.length - 1]) === addressOf(state)) this.zooms.pop();
    this.switchTo(state);
  }

  onOverview(overview, {stale}) {
    this.overview = overview;
    this.body.classList.toggle('old', stale);
    if (!overview) return;
    if (!this.state.connection || !this.state.prefix) {
      const first = standardPrefix(overview);
      if (!first) this.say(['No connection is configured.', null]);
      else this.go({...this.state, connection: first.connection.name, prefix: first.prefix.prefix}, {replace: true});
      return;
    }
    if (!this.answer) this.drawEmpty();
    if (this.answer?.history && !this.answer.since && this.historySince) {  // the answer came before the overview
      Object.assign(this.answer, {since: this.historySince, model: makeModel(this.answer.history, this.historySince)});
      this.show();
    }
    this.update();
    if (this.failure) this.sayFailure(this.failure);
  }

  sayFailure(error) {
    const configured = findPrefix(this.overview, this.state).prefix !== null;
    this.say(repairOf(error, {historyOn: this.overview?.daemon.history.on ?? true, configured, window: this.state.window}));
  }

  // [sentence, {window, text} or null], or null for nothing.
  say(content) {
    if (content === null) this.failure = null;
    this.message.show(content, {state: this.state, hasPicture: Boolean(this.answer && !this.answer.empty)});
  }

  end() {
    this.ends.forEach((end) => end());
    this.polling?.stop();
    this.aborter?.abort();
    this.picture.end();
  }
}

function listen(target, name, listener) {
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}

export function open(main, context) {
  const report = new Report(main, context);
  return () => report.end();
}
