// Answers of Prometheus as Grafana's data frames.

import {FieldType, createDataFrame, dateTime, rangeUtil} from '@grafana/data';

import {interpolate} from './interpolate.js';

const SCRAPE = 1000; // ms: the data source's `timeInterval`, of the lab's Prometheus

export async function ask(path, parameters) {
  const answer = await (await fetch(`${window.PROMETHEUS}/api/v1/${path}?${new URLSearchParams(parameters)}`)).json();
  if (answer.status !== 'success') throw new Error(`${answer.error}: ${JSON.stringify(parameters)}`);
  return answer;
}

/** The frames of all queries of a panel that is `width` pixels wide. */
export async function framesOf(panel, chosen, range, width) {
  const least = panel.interval ? rangeUtil.intervalToMs(panel.interval) : SCRAPE;
  const step = rangeUtil.calculateInterval(timeRange(range), Math.floor(width), `${least}ms`).intervalMs;
  const all = await Promise.all(panel.targets.map(async (target) => {
    const times = {...chosen, __interval: [`${step}ms`], __rate_interval: [`${Math.max(step + SCRAPE, 4 * SCRAPE)}ms`]};
    const query = interpolate(target.expr, times);
    const {data} = target.instant
      ? await ask('query', {query, time: range.to / 1000})
      : await ask('query_range', {query, step: step / 1000, start: Math.floor(range.from / step) * step / 1000,
                                  end: range.to / 1000});
    const series = data.resultType === 'scalar' ? [{metric: {}, value: data.result}] : data.result;
    return series.map((one) => seriesFrame(one, target, query, step));
  }));
  const tables = panel.targets.filter((target) => target.format === 'table').length;
  return all.flatMap((frames, index) => panel.targets[index].format === 'table'
    ? tableFrame(frames, panel.targets[index].refId, tables > 1) : frames);
}

export function timeRange({from, to}) {
  const raw = {from: dateTime(from), to: dateTime(to)};
  return {...raw, raw};
}

function seriesFrame({metric, value, values}, target, query, step) {
  const points = values ?? [value];
  const {__name__, ...labels} = metric;
  const legend = target.legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? '') || query;
  return createDataFrame({refId: target.refId, name: legend, fields: [
    {name: 'Time', type: FieldType.time, config: {interval: step}, values: points.map(([at]) => at * 1000)},
    {name: 'Value', type: FieldType.number, labels, config: {displayNameFromDS: legend},
     values: points.map(([, number]) => Number(number.replace('Inf', 'Infinity')))}]});
}

/** One frame with the time, each label and the value as columns; nothing without series. */
function tableFrame(frames, refId, several) {
  if (frames.length === 0) return [];
  const labels = [...new Set(frames.flatMap((frame) => Object.keys(frame.fields[1].labels)))].sort();
  return [createDataFrame({refId, fields: [
    {name: 'Time', type: FieldType.time, values: frames.map((frame) => frame.fields[0].values[0])},
    ...labels.map((label) => ({name: label, type: FieldType.string, config: {filterable: true},
                               values: frames.map((frame) => frame.fields[1].labels[label] ?? '')})),
    {name: several ? `Value #${refId}` : 'Value', type: FieldType.number,
     values: frames.map((frame) => frame.fields[1].values[0])}]})];
}
