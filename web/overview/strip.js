// The daemon's own state in one line: what runs where, and what is wrong with it.

import {el, fill} from '../dom.js';
import {bytes, clock, day, dayAndClock, duration, figure, integer, near} from '../format.js';
import {icon} from '../marks.js';

const item = (className, ...content) => el('span', {class: className}, content);
const bold = (text) => el('b', {}, text);
const flag = (text, title) => el('span', {class: 'flag', title: title ?? text}, icon('warn', {tone: 'warn'}), el('span', {}, text));

function configAge({loaded}, now) {
  const age = (now - Date.parse(loaded)) / 1000;
  return item('wide', 'configuration of ', bold(near(loaded, now)), `, ${duration(age, {coarse: true})} old`);
}

function refusedFlag({refused}, now) {
  if (refused === null) return flag('The last reload was refused');
  const errors = refused.errors === 1 ? '1 error' : `${refused.errors} errors`;
  return flag(`Reload refused ${near(refused.time, now)}, ${errors}: ${refused.first_error}`);
}

function historyPart({on, up, problem, bytes: used, limit_bytes: limit, since}) {
  if (!on) return item('end wide', 'history is off');
  if (!up) return flag(`History fails: ${problem ?? 'see the log'}`);
  const back = since === null ? ', no record yet' : `, back to ${day(since, {year: true})} ${clock(since)}. `;
  return item('end wide', 'history ', bold(`${bytes(used)} of ${bytes(limit)}`), back,
              since === null ? null : el('a', {href: '/calendar', title: 'When is it worse than usual?'}, 'Calendar'));
}

export function makeStrip() {
  const node = el('div', {class: 'strip'});
  return {
    node,
    update({daemon}, now) {
      const {version, host, started, targets, probes_per_second: rate, skipped, receive_drops: drops, config} = daemon;
      const up = duration((now - Date.parse(started)) / 1000);
      fill(node, JSON.stringify([daemon, up, dayAndClock(now)]),
           item('', bold(`peeringd ${version}`), host ? item('wide', ` on ${host}`) : null),
           item('', 'up ', bold(up)),
           item('wide', bold(integer(targets)), targets === 1 ? ' target' : ' targets'),
           item('wide', bold(figure(rate)), ' probes/s, ', bold(integer(skipped)), ' skipped'),
           drops > 0 ? flag(`${integer(drops)} answers dropped`, 'Answers found no room in the receive buffers. '
             + 'They do not count as loss.') : null,
           config.file ? configAge(config, now) : null,
           daemon.last_reload_successful ? null : refusedFlag(config, now),
           historyPart(daemon.history));
    },
  };
}
