// Where the cells of the calendar are, in CSS pixels. Pure.

const PROFILE = 112;  // at the right: the usual and the last weeks of each row
const SPACE = 18;
const MARKS = 26;     // above: what stands out, when
const BUSY = 44;      // the busy hours of each column

// `width` of the canvas, `rows` and `columns` of the calendar; `tall` is the height that is left for the cells.
export function layoutOf({width, rows, columns, tall, narrow}) {
  const left = narrow ? 42 : 84;
  const profile = narrow ? null : PROFILE;
  const plot = width - left - (narrow ? 2 : PROFILE + SPACE);
  const top = MARKS + BUSY + 8;
  const cellHeight = Math.min(rows === 7 ? 44 : 26, Math.max(rows === 7 ? 26 : 14, Math.floor(tall / rows)));
  const cellWidth = plot / Math.max(columns, 1);
  return {
    width, left, plot, top, rows, columns, cellWidth, cellHeight, narrow, profile,
    busy: {top: MARKS, height: BUSY},
    profileLeft: left + plot + SPACE,
    bottom: top + rows * cellHeight,
    height: top + rows * cellHeight + 26,
    x: (column) => left + column * cellWidth,
    y: (row) => top + row * cellHeight,
    // The index of the cell at a point, or null.
    cellAt(x, y) {
      const column = Math.floor((x - left) / cellWidth);
      const row = Math.floor((y - top) / cellHeight);
      return column >= 0 && column < columns && row >= 0 && row < rows ? column * rows + row : null;
    },
  };
}
