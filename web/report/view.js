// The prefix report: one prefix, or one of its endpoints, over hours to years.

import {el} from '../dom.js';
import {SpanView} from '../span_view.js';
import {makeTables} from '../tables.js';
import {addressOf, lengthOf, readAddress} from './address.js';
import {accessOf, gesturesOf, keysOf} from './controls.js';
import {makeEndpoints} from './endpoints.js';
import {findPrefix, makeHead, standardPrefix} from './head.js';
import {loadReport} from './load.js';
import {isNew, makeIncompleteNote, makeMessage, repairOf} from './message.js';
import {emptyModel, makeModel} from './model.js';
import {makePicture} from './picture.js';
import {makeReadout} from './readout.js';
import {TABLES} from './tables.js';
import {makeTools} from './tools.js';

export {keys} from './controls.js';

const ADDRESS = {path: '/prefix', read: readAddress, of: addressOf, window: () => '1d'};

class Report extends SpanView {
  constructor(main, context) {
    super(context, ADDRESS);
    this.answer = null;  // the last good one, with `model`
    const go = (state, how) => this.go(state, how);
    this.head = makeHead((connection, prefix) => go({...this.state, connection, prefix, endpoint: '', at: null}));
    this.tools = makeTools(go);
    this.readout = makeReadout();
    this.picture = makePicture(gesturesOf(this));
    this.endpoints = makeEndpoints(go);
    this.tables = makeTables(TABLES);
    this.message = makeMessage(go);
    this.incomplete = makeIncompleteNote();
    this.body = el('div', {hidden: true}, this.readout.node, this.picture.node, this.endpoints.node, this.tables.node);
    main.append(this.head.node, this.tools.node, this.tools.paper, this.message.node, this.incomplete.node, this.body);
    this.follow(main, keysOf(accessOf(this)));
    this.start();
  }

  get historySince() { return this.overview?.daemon.history.since ?? null; }

  get model() { return this.answer?.model ?? null; }

  timeAt(index) { return this.model.timeAt(index); }

  start() {
    this.stopAsking();
    if (!this.state.connection || !this.state.prefix) return;
    const prefix = `${this.state.prefix}${this.state.endpoint ? ` · ${this.state.endpoint}` : ''}`;
    this.context.setTitle(`${this.state.connection} · ${prefix}`);
    this.drawEmpty();
    this.ask();
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

  request(state, signal) { return loadReport(state, lengthOf(state), signal); }

  take(answer) {
    this.answer = {...answer, ...this.modelOf(answer)};
  }

  // With what the overview knows; `timed`: the daemon's time is among it.
  modelOf({history}) {
    return {since: this.historySince, timed: this.overview !== null, model: makeModel(history, this.historySince, this.now())};
  }

  failed(error) {
    this.failure = error;
    this.sayFailure(error);
    if (error.status === 0) return;
    const text = isNew(error, this.isConfigured()) ? 'nothing is recorded yet' : error.message;
    this.drawEmpty({name: 'no record', text});
  }

  show() {
    if (!this.model) return;
    this.body.hidden = false;
    const {history, hours} = this.answer;
    this.incomplete.show([...history?.warnings ?? [], ...hours?.warnings ?? []]);
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
    this.readout.show(this.model, index, {pinned: this.state.at !== null, events: this.picture.eventsAt(time, this.model.step), speak});
  }

  go(state, {replace = false} = {}) {
    const same = addressOf({...state, log: false, max: false}) === addressOf({...this.state, log: false, max: false});
    if (same && this.model) {
      this.replace(state);
      this.update();
      this.draw();
      return;
    }
    this.record(state, replace);
    this.switchTo(state);
  }

  switchTo(state) {
    if (state.connection !== this.state.connection || state.prefix !== this.state.prefix) {
      this.answer = null;
      this.incomplete.show([]);
      this.zooms = [];
      this.body.hidden = true;
    }
    this.state = state;
    this.update();
    this.start();
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
    if (this.answer?.history && (!this.answer.timed || (!this.answer.since && this.historySince))) {  // the answer came first
      Object.assign(this.answer, this.modelOf(this.answer));
      this.show();
    }
    this.update();
    if (this.failure) this.sayFailure(this.failure);
  }

  isConfigured() { return findPrefix(this.overview, this.state).prefix !== null; }

  sayFailure(error) {
    const historyOn = this.overview?.daemon.history.on ?? true;
    this.say(repairOf(error, {historyOn, configured: this.isConfigured(), window: this.state.window}));
  }

  // [sentence, {window, text} or null], or null for nothing.
  say(content) {
    if (content === null) this.failure = null;
    this.message.show(content, {state: this.state, hasPicture: Boolean(this.answer && !this.answer.empty)});
  }
}

export function open(main, context) {
  const report = new Report(main, context);
  return () => report.end();
}
