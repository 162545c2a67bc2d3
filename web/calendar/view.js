// The calendar of a prefix: hour of day by day, against the baseline of the same hour of the week.

import {ApiError, getJson, poll} from '../api.js';
import {el, setText} from '../dom.js';
import {isLocal, useLocalTime} from '../format.js';
import {makeTables} from '../tables.js';
import {repairOf} from '../report/message.js';
import {findPrefix} from '../report/head.js';
import {watchPaper} from '../report/paper.js';
import {addressOf, queryOf, readAddress, reportAddress, unitOf} from './address.js';
import {makeHead, makeTools} from './head.js';
import {makeCalendar} from './model.js';
import {cellName, cellPairs} from './names.js';
import {makePicture} from './picture.js';
import {fillSide, legendOf} from './side.js';
import {TABLES} from './tables.js';

export const keys = [
  ['← →', 'previous, next day; a week with Shift'], ['↑ ↓', 'previous, next hour'], ['Home End', 'first, last measured cell'],
  ['Enter', 'the report of the chosen hour'], ['p', 'p95, median or loss'], ['Esc', 'choose no cell'],
];

const LIVE_SECONDS = 300;  // a new hour needs no haste
const RETRY_SECONDS = 5;

const standardPrefix = (overview) => {
  const connection = overview.connections.find(({prefixes}) => prefixes.length > 0);
  return connection && {connection: connection.name, prefix: connection.prefixes[0].prefix};
};

class CalendarView {
  constructor(main, context) {
    this.context = context;
    this.state = readAddress(location.search);
    if (this.state.local !== isLocal()) useLocalTime(this.state.local);
    this.overview = null;
    this.calendar = null;
    this.endpoints = [];
    this.chosen = null;   // index of the cell that keys chose
    const go = (state) => this.go(state);
    this.head = makeHead(go);
    this.tools = makeTools(go);
    this.line = el('div', {class: 'readout-line'});
    this.picture = makePicture({onHover: (index) => this.showCell(index ?? this.chosen), onOpen: (index) => this.open(index)});
    this.tables = makeTables(TABLES);
    this.message = el('div', {class: 'report-message', role: 'status', hidden: true});
    this.hint = el('span', {class: 'quiet only-wide no-print'});
    this.body = el('div', {hidden: true}, el('div', {class: 'readout'}, this.line, this.hint), this.picture.node, this.tables.node);
    main.append(this.head.node, this.tools.node, this.tools.paper, this.message, this.body);
    const listen = (name, listener) => {
      addEventListener(name, listener);
      return () => removeEventListener(name, listener);
    };
    this.ends = [
      context.feed.subscribe((overview, state) => this.onOverview(overview, state)),
      context.onKeys(this.keys()),
      watchPaper(main, (width) => this.draw(width)),
      listen('popstate', () => location.pathname === '/calendar' && this.switchTo(readAddress(location.search))),
      listen('timezonechange', () => this.state.local !== isLocal() && this.go({...this.state, local: isLocal(), at: null}, {replace: true})),
    ];
    this.start();
  }

  now() { return this.context.feed.time(); }

  keys() {
    const move = (change) => (event) => {
      if (!this.calendar || document.activeElement !== this.picture.stack) return false;
      const {count, last} = this.calendar;
      const from = this.chosen ?? Math.max(last, 0);
      const next = this.chosen === null ? from : from + change(event, this.calendar.rows);
      if (next >= 0 && next < count && !this.calendar.isFuture(next)) this.choose(next);
      return true;
    };
    const edge = (index) => () => {
      if (!this.calendar || document.activeElement !== this.picture.stack || this.calendar.first === null) return false;
      this.choose(index(this.calendar));
      return true;
    };
    const stats = ['p95', 'p50', 'loss'];
    return {
      ArrowLeft: move((event, rows) => -rows * (event.shiftKey ? 7 : 1)), ArrowRight: move((event, rows) => rows * (event.shiftKey ? 7 : 1)),
      ArrowUp: move(() => -1), ArrowDown: move(() => 1), Home: edge(({first}) => first), End: edge(({last}) => last),
      Enter: () => {
        if (this.chosen === null || document.activeElement !== this.picture.stack) return false;
        this.open(this.chosen);
        return true;
      },
      p: () => this.go({...this.state, stat: stats[(stats.indexOf(this.state.stat) + 1) % stats.length]}),
      Escape: () => this.choose(null),
    };
  }

  start() {
    this.polling?.stop();
    this.polling = null;
    const {state} = this;
    if (!state.connection || !state.prefix) return;
    this.context.setTitle(`${state.connection} · ${state.prefix} · calendar`);
    let done = false;
    this.polling = poll(async () => { done = await this.load(state); }, () => (done ? LIVE_SECONDS : RETRY_SECONDS));
  }

  // Returns whether there is an answer.
  async load(state) {
    this.aborter?.abort();
    this.aborter = new AbortController();
    const {signal} = this.aborter;
    const waiting = setTimeout(() => this.tools.say('reading …'), 300);
    try {
      if (state.local) await this.context.feed.first();  // the days, and so the offsets, are those of the daemon's clock
      if (signal.aborted) return false;
      const answer = await getJson(`/api/v1/calendar?${queryOf(state, this.now())}`, {signal, seconds: 30});
      this.calendar = makeCalendar(answer, this.now() / 1000);
      this.say(null);
      clearTimeout(waiting);
      this.tools.say('');
      this.show();
      await this.loadRest(state, signal);
      this.showRest();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const configured = findPrefix(this.overview, state).prefix !== null;
      this.say(repairOf(error, {historyOn: this.overview?.daemon.history.on ?? true, configured, window: null})[0]);
      if (error.status !== 404 && error.status !== 400) throw error;
      return false;
    } finally {
      clearTimeout(waiting);
      if (!signal.aborted) this.tools.say('');
    }
  }

  // What the calendar can do without: the endpoints to choose from, and a partner of the group.
  async loadRest(state, signal) {
    const optional = async (path) => {
      try {
        return await getJson(path, {signal, seconds: 30});
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return null;
      }
    };
    const series = `connection=${encodeURIComponent(state.connection)}&prefix=${encodeURIComponent(state.prefix)}`;
    const group = findPrefix(this.overview, state).connection?.redundancy_group ?? null;
    const other = group && this.overview.connections.find(({name, redundancy_group: its, prefixes}) =>
      its === group && name !== state.connection && prefixes.length > 0);
    const [endpoints, partner] = await Promise.all([
      this.endpointsOf === series ? null : optional(`/api/v1/history/endpoints?${series}&window=7d`),
      other ? optional(`/api/v1/calendar?${queryOf({...state, connection: other.name, prefix: other.prefixes[0].prefix}, this.now())}`) : null,
    ]);
    if (endpoints) {
      this.endpoints = endpoints.endpoints.map(({endpoint}) => endpoint);
      this.endpointsOf = series;
    }
    // Of the same figure and span only.
    this.partner = partner && {name: `${other.partner} (${other.prefixes[0].prefix})`, group, calendar: makeCalendar(partner, this.now() / 1000)};
  }

  show() {
    const {calendar, state} = this;
    const index = state.at === null ? null : calendar.indexAt(state.at);
    this.chosen = index !== null && index >= 0 && index < calendar.count ? index : null;
    this.body.hidden = false;
    this.draw();
    this.picture.below.replaceChildren(...legendOf(calendar));
    this.tables.update(calendar);
    this.showRest();
    if (calendar.first === null) this.say('Nothing is recorded in this time yet. The first hour appears when it has ended.');
  }

  showRest() {
    const {calendar, state, partner} = this;
    this.update();
    fillSide(this.picture.side, {calendar, state, partner, subject: state.prefix});
  }

  update() {
    setText(this.hint, `arrow keys move, Enter opens the report of the ${unitOf(this.state)}`);
    this.head.update({overview: this.overview, state: this.state});
    this.tools.update({state: this.state, endpoints: this.endpoints, now: this.now()});
  }

  draw(width) {
    if (!this.calendar) return;
    this.picture.draw(this.calendar, this.state.prefix, width);
    this.showCell(this.chosen);
  }

  // Without a cell the readout shows the last one.
  showCell(index, {speak = false} = {}) {
    if (!this.calendar) return;
    this.picture.choose(index, {speak});
    const shown = index ?? this.calendar.last;
    if (shown < 0) return this.line.replaceChildren();
    this.line.replaceChildren(el('b', {class: 'readout-time'}, cellName(this.calendar, shown)),
      ...cellPairs(this.calendar, shown).map(([name, value]) => el('span', {}, name ? el('span', {class: 'quiet'}, `${name} `) : '', el('b', {}, value))));
  }

  choose(index) {
    this.chosen = index;
    this.state = {...this.state, at: index === null ? null : this.calendar.timeOf(index)};
    history.replaceState(null, '', addressOf(this.state));
    this.showCell(index, {speak: true});
  }

  // The report of an hour with an hour before and after; of a day with the days around it.
  open(index) {
    const {cell} = this.calendar;
    const from = this.calendar.timeOf(index);
    this.context.navigate(reportAddress(this.state, from - cell, Math.min(this.calendar.timeOf(index + 1) + cell, Math.floor(this.now() / 60000) * 60)));
  }

  go(state, {replace = false} = {}) {
    if (replace) history.replaceState(null, '', addressOf(state));
    else history.pushState(null, '', addressOf(state));
    this.switchTo(state);
  }

  switchTo(state) {
    if (state.connection !== this.state.connection || state.prefix !== this.state.prefix) {
      Object.assign(this, {calendar: null, endpoints: [], endpointsOf: null, partner: null});
      this.body.hidden = true;
    }
    this.state = state;
    if (state.local !== isLocal()) useLocalTime(state.local);
    this.update();
    this.start();
  }

  onOverview(overview, {stale}) {
    const first = this.overview === null;
    this.overview = overview;
    this.body.classList.toggle('old', stale);
    if (!overview) return;
    if (!this.state.connection || !this.state.prefix) {
      const standard = standardPrefix(overview);
      if (standard) this.go({...this.state, ...standard}, {replace: true});
      else this.say('No connection is configured.');
      return;
    }
    if (first && this.calendar && !this.partner && findPrefix(overview, this.state).connection?.redundancy_group) this.start();
    this.update();
  }

  say(sentence) {
    this.message.hidden = sentence === null;
    if (sentence !== null) this.message.replaceChildren(el('p', {}, sentence));
  }

  end() {
    this.ends.forEach((end) => end());
    this.polling?.stop();
    this.aborter?.abort();
  }
}

export function open(main, context) {
  const view = new CalendarView(main, context);
  return () => view.end();
}
