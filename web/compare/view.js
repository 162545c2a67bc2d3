// Partners side by side: the connections of a redundancy group over the same time.

import {getJson} from '../api.js';
import {el} from '../dom.js';
import {withSpan} from '../report/address.js';
import {pointsFor} from '../report/load.js';
import {makeIncompleteNote, repairOf} from '../report/message.js';
import {actionLink, movedSpan} from '../report/tools.js';
import {SpanView} from '../span_view.js';
import {makeTables} from '../tables.js';
import {addressOf, readAddress, requestOf, standardWindow, withGroup} from './address.js';
import {makeHead} from './head.js';
import {keysOf} from './keys.js';
import {isMeasured, makeComparison} from './model.js';
import {makePicture} from './picture.js';
import {makeReadout} from './readout.js';
import {fillSide} from './side.js';
import {TABLES} from './tables.js';
import {makeTools} from './tools.js';

export {keys} from './keys.js';

const ADDRESS = {path: '/compare', read: readAddress, of: addressOf, window: ({group}) => standardWindow(group)};

const NO_GROUP = 'No redundancy group is configured, so there is nothing to compare. Give the connections that back '
  + 'each other up the same redundancy_group in the configuration.';

class Compare extends SpanView {
  constructor(main, context) {
    super(context, ADDRESS);
    this.comparison = null;  // of the last good answer
    const go = (state, how) => this.go(state, how);
    this.head = makeHead(go);
    this.tools = makeTools(go);
    this.readout = makeReadout();
    this.picture = makePicture(this.gestures());
    this.tables = makeTables(TABLES);
    this.message = el('div', {class: 'report-message', role: 'status', hidden: true});
    this.incomplete = makeIncompleteNote();
    this.body = el('div', {hidden: true}, this.readout.node, this.picture.node, this.tables.node);
    main.append(this.head.node, this.tools.node, this.tools.paper, this.message, this.incomplete.node, this.body);
    this.follow(main, keysOf(this));
    this.start();
  }

  hasFocus() { return document.activeElement === this.picture.stack; }

  gestures() {
    const length = () => this.comparison.to - this.comparison.from;
    return {
      onCursor: (time) => { if (!this.state.at) this.moveTo(this.comparison.indexAt(time)); },
      onLeave: () => { if (!this.state.at) this.rest(); },
      onPin: (time) => this.pin(this.comparison.indexAt(time)),
      onZoom: (from, to) => this.zoom(withSpan(this.state, from, to, this.now())),
      onPan: (seconds) => this.zoom(movedSpan(this.state, this.comparison, {by: seconds / length()}, this.now())),
      onBack: () => this.back(),
    };
  }

  timeAt(index) { return this.comparison.timeAt(index); }

  start() {
    this.stopAsking();
    this.context.setTitle(this.state.group ? `${this.state.group} · side by side` : 'Compare');
    if (this.state.group) this.ask();
  }

  request(state, signal) {
    return getJson(`${requestOf(state)}&points=${pointsFor(innerWidth)}`, {signal, seconds: 20});
  }

  take(answer) { this.answer = answer; }

  show() {
    if (!this.answer) return;
    this.incomplete.show(this.answer.warnings ?? []);
    this.comparison = makeComparison(this.answer, this.state, this.overview?.daemon.history.since, this.now());
    const {at} = this.state;
    const {from, to} = this.comparison;
    this.cursor = at !== null && at >= from && at < to ? this.comparison.indexAt(at) : null;
    this.body.hidden = false;
    this.update();
    this.draw();
    fillSide(this.picture.side, this.comparison, this.state, (state) => this.go(state));
    this.tables.update(this.comparison);
    this.sayStates();
  }

  // What the reader should know besides the chart.
  sayStates() {
    const recorded = this.comparison.members.map(({connection}) => connection);
    const configured = (this.overview?.connections ?? []).filter(({redundancy_group: its}) => its === this.state.group);
    const missing = configured.filter(({name}) => !recorded.includes(name)).map(({name}) => name);
    if (!isMeasured(this.comparison)) this.say(['Nothing was measured in this span; the reasons are listed in the table “Not measured”.', null]);
    else if (missing.length > 0) this.say([`Nothing is recorded of ${missing.join(', ')} yet.`, null]);
    else if (configured.length === 1) this.say([`Group ${this.state.group} has one connection only. Give a second one the same redundancy_group to compare them.`, null]);
  }

  update() {
    const parts = {overview: this.overview, state: this.state, comparison: this.comparison};
    this.head.update(parts);
    this.tools.update(parts);
  }

  draw(width) {
    if (!this.comparison) return;
    this.picture.draw(this.comparison, this.state, width);
    if (this.cursor === null) this.rest();
    else this.moveTo(this.cursor);
  }

  // Without a cursor the readout shows the last point that any of them measured.
  rest() {
    if (!this.comparison) return;
    this.cursor = null;
    this.picture.showAt(null);
    const last = this.comparison.shown.map(({columns}) => columns.p50.findLastIndex((value) => value != null));
    const index = Math.max(...last);
    this.readout.show(this.comparison, index < 0 ? this.comparison.count - 1 : index);
  }

  moveTo(index, {speak = false} = {}) {
    this.cursor = index;
    this.picture.showAt(this.comparison.middleOf(index));
    this.readout.show(this.comparison, index, {pinned: this.state.at !== null, speak});
  }

  step(index) {
    if (this.state.at) this.pin(index);
    else this.moveTo(index, {speak: true});
  }

  go(state, {replace = false} = {}) {
    const same = requestOf(state) === requestOf(this.state) && state.group === this.state.group;
    this.record(state, replace);
    this.switchTo(state, same);
  }

  switchTo(state, same = false) {
    if (state.group !== this.state.group) {
      Object.assign(this, {answer: null, comparison: null, zooms: []});
      this.body.hidden = true;
      this.incomplete.show([]);
    }
    this.state = state;
    if (same) this.show();
    this.update();
    if (!same || !this.answer) this.start();
  }

  onOverview(overview, {stale}) {
    const isFirst = this.overview === null;
    this.overview = overview;
    this.body.classList.toggle('old', stale);
    if (!overview) return;
    if (!this.state.group && overview.groups.length === 0) this.say([NO_GROUP, null]);
    else if (!this.state.group) this.go(withGroup(this.state, overview.groups[0].name), {replace: true});
    if (isFirst) this.show();  // the answer may have come first
    this.update();
  }

  // Whether the history can lack what the address asks for only as it is new.
  isConfigured() {
    const {group, endpoint, prefixes} = this.state;
    return !endpoint && prefixes.length === 0 && (this.overview?.groups ?? []).some(({name}) => name === group);
  }

  failed(error) {
    if (this.overview && this.overview.groups.length === 0) this.say([NO_GROUP, null]);
    else this.say(repairOf(error, {historyOn: this.overview?.daemon.history.on ?? true, configured: this.isConfigured(), window: this.state.window}));
  }

  // [sentence, {window, text} or null], or null for nothing.
  say(content) {
    this.message.hidden = content === null;
    if (content === null) return;
    const [sentence, repair] = content;
    const next = repair && {...this.state, window: repair.window, from: null, to: null, at: null};
    this.message.replaceChildren(el('p', {}, sentence, ' ', repair ? actionLink(addressOf(next), () => this.go(next), {}, repair.text) : ''));
  }
}

export function open(main, context) {
  const compare = new Compare(main, context);
  return () => compare.end();
}
