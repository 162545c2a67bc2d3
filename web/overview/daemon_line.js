// The daemon's own state in one line: what runs where, and what is wrong with it.

import {storeWarning} from '../bar.js';
import {el, fill} from '../dom.js';
import {bytes, clock, counted, day, dayAndClock, duration, figure, integer, near} from '../format.js';
import {icon} from '../marks.js';

const item = (className, ...content) => el('span', {class: className}, content);
const bold = (text) => el('b', {}, text);
const flag = (text, title) => el('span', {class: 'flag', title: title ?? text}, icon('warn', {tone: 'warn'}), el('span', {}, text));

function configAge({loaded}, now) {
  const age = (now - Date.parse(loaded)) / 1000;
  return item('wide', 'configuration loaded ', bold(near(loaded, now)), `, ${duration(age, {coarse: true})} ago`);
}

function refusedFlag({refused}, now) {
  if (refused === null) return flag('The last reload failed');
  return flag(`Reload failed ${near(refused.time, now)}, ${counted(refused.errors, 'error')}: ${refused.first_error}`);
}

function historyPart({on, up, problem, bytes: used, limit_bytes: limit, since}) {
  if (!on) return item('end wide', 'history is off');
  if (!up) return flag(`History error: ${problem ?? 'see the log'}`);
  const back = since === null ? ', no record yet' : `, back to ${day(since, {year: true})} ${clock(since)}. `;
  return item('end wide', 'history ', bold(`${bytes(used)} of ${bytes(limit)}`), back,
              since === null ? null : el('a', {href: '/calendar', title: 'When is it worse than usual?'}, 'Calendar'));
}

// Of the page over a store: which one, how many branches, and how old the data is.
function storeParts({daemon, store}, now) {
  const age = (now - Date.parse(store.data_time)) / 1000;
  return [item('', bold(`peeringd ${daemon.version}`), item('wide', ` with data from ${store.url}`)),
          item('', bold(integer(store.branches)), store.branches === 1 ? ' branch' : ' branches',
               store.dark > 0 ? [', ', bold(integer(store.dark)), ' dark'] : null,
               store.dark === null ? ', dark ones are not known' : null),
          item('wide', bold(integer(daemon.targets)), daemon.targets === 1 ? ' target' : ' targets'),
          daemon.last_reload_successful ? null
            : flag('The last reload of a branch failed', 'Its peeringd_config_last_reload_successful is 0'),
          store.warnings.length > 0 ? flag(storeWarning(store), store.warnings.join('\n')) : null,
          item('end wide', 'data from ', bold(near(store.data_time, now)),
               age < 1 ? '' : el('span', {class: 'ago'}, `, ${duration(age, {coarse: true})} ago`))];
}

export function makeDaemonLine() {
  const node = el('div', {class: 'strip'});
  return {
    node,
    update({daemon, store}, now) {
      if (store) {
        fill(node, JSON.stringify([daemon, store, dayAndClock(now)]), storeParts({daemon, store}, now));
        return;
      }
      const {version, host, started, targets, probes_per_second: rate, skipped, receive_drops: drops, config} = daemon;
      const up = duration((now - Date.parse(started)) / 1000);
      fill(node, JSON.stringify([daemon, up, dayAndClock(now)]),
           item('', bold(`peeringd ${version}`), host ? item('wide', ` on ${host}`) : null),
           item('', 'up ', bold(up)),
           item('wide', bold(integer(targets)), targets === 1 ? ' target' : ' targets'),
           item('wide', bold(figure(rate)), ' probes/s, ', bold(integer(skipped)), ' skipped'),
           drops > 0 ? flag(`${counted(drops, 'answer')} dropped`, 'The receive buffers were full. '
             + 'These answers do not count as loss.') : null,
           config.file ? configAge(config, now) : null,
           daemon.last_reload_successful ? null : refusedFlag(config, now),
           historyPart(daemon.history));
    },
  };
}
