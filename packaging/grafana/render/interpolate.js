// The texts of a dashboard with the values of its variables, as Grafana writes them.

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
