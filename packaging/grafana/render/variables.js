// The variables of a dashboard, as Grafana chooses and interpolates them.

import {ask} from './prometheus.js';

/** {name: values}: the one in `wanted`, else the first, or all of a variable that allows several. */
export async function chooseVariables(dashboard, range, wanted) {
  const chosen = {datasource: ['Prometheus']};
  for (const variable of dashboard.templating.list) {
    if (variable.type !== 'query') continue;
    const [, series, label] = variable.query.query.match(/^label_values\((.+), (\w+)\)$/);
    const {data} = await ask(`label/${label}/values`, {
      'match[]': interpolate(series, chosen), start: range.from / 1000, end: range.to / 1000});
    chosen[variable.name] = variable.multi ? data : [wanted.get(`var-${variable.name}`) ?? data[0]];
  }
  return chosen;
}

/** The text with its variables. Several values become a regular expression, as for Prometheus. */
export function interpolate(text, chosen) {
  return text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced, bare) => {
    const values = chosen[braced ?? bare];
    if (!values) return whole;
    const literal = values.length > 1 ? values.map(escaped) : values;
    return literal.length > 1 ? `(${literal.join('|')})` : literal[0] ?? '';
  });
}

/** As in a title, not in a query. */
export function named(text, chosen) {
  return text.replace(/\$(\w+)/g, (whole, name) => chosen[name]?.join(' + ') ?? whole);
}

function escaped(value) {
  return value.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');
}
