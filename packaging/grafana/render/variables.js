// The values of a dashboard's variables, as Grafana chooses them.

import {interpolate} from './interpolate.js';
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
