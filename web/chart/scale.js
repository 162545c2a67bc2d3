// The range of the latency axis, from 0, so that lengths can be compared: or logarithmic, on request. A few
// peaks may lie beyond it; the smoke says up to where. Milliseconds; the columns are microseconds.

const values = (column) => column.filter((value) => value != null);

export function quantile(sorted, q) {
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

const sortedOf = (columns) => columns.flatMap(values).sort((a, b) => a - b);

function niceStep(range, count) {
  const raw = range / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= raw);
}

function linear(typical, highest, limits) {
  let top = Math.max(typical * 1.15, 0.05);
  for (const limit of limits) {
    if (limit != null && limit * 1.08 > top && limit <= typical * 3.2) top = limit * 1.08;
  }
  if (highest <= top * 1.3) top = Math.max(top, highest * 1.04);
  const step = niceStep(top, 4);
  const splits = [];
  for (let i = 0; i * step <= top * 1.0001; i += 1) splits.push(Number((i * step).toPrecision(6)));
  return {log: false, min: 0, max: top, splits};
}

function logarithmic(lowest, highest) {
  const min = lowest * 0.8;
  const max = Math.max(highest * 1.2, min * 4);
  const splits = [];
  const parts = max / min < 30 ? [1, 2, 3, 5, 7] : [1, 2, 5];
  for (let power = 10 ** Math.floor(Math.log10(min)); power <= max; power *= 10) {
    for (const each of parts) {
      const value = Number((each * power).toPrecision(6));
      if (value >= min && value <= max) splits.push(value);
    }
  }
  return {log: true, min, max, splits};
}

// The y of a value in microseconds, between the pixels of the scale's ends.
export function positionOf({log, min, max}, microseconds, top, bottom) {
  const value = microseconds / 1000;
  const part = log ? Math.log(Math.max(value, min) / min) / Math.log(max / min) : (value - min) / (max - min);
  return bottom - part * (bottom - top);
}

// For one or more series (`columns` as in /api/v1/history). `limits` are [warning, critical] in microseconds;
// one far above what was measured does not flatten the picture: it is left out of the range.
export function chooseScale(columns, {limits = [], log = false} = {}) {
  const high = sortedOf(columns.map(({p95}) => p95));
  if (high.length === 0) {
    const known = limits.filter((limit) => limit != null);
    return linear((known.length > 0 ? Math.max(...known) : 10_000) / 1000, 0, []);
  }
  const medians = sortedOf(columns.map(({p50}) => p50));
  const typical = Math.max(quantile(high, 0.98), quantile(medians, 0.997)) / 1000;
  const highest = high[high.length - 1] / 1000;
  if (!log) return linear(typical, highest, limits.map((limit) => (limit == null ? null : limit / 1000)));
  const lowest = sortedOf(columns.map(({min}) => min))[0] / 1000;
  return logarithmic(Math.max(lowest, 0.001), highest);
}
