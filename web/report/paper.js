// Redraws when what a canvas depends on changes: the width, the colours, the paper. Print is always light, and
// at the width of A4 landscape.

const PAPER = 1040;  // pixels between the margins

// Calls `draw(width or undefined)`. Returns the function that ends it.
export function watchPaper(host, draw) {
  const root = document.documentElement;
  let width = host.clientWidth;
  let theme = null;
  let due = 0;
  const soon = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => draw());
  };
  const observer = new ResizeObserver(() => {
    if (host.clientWidth === width || theme !== null) return;
    width = host.clientWidth;
    soon();
  });
  const before = () => {
    theme = root.dataset.theme;
    root.dataset.theme = 'light';
    draw(PAPER);
  };
  const after = () => {
    root.dataset.theme = theme;
    theme = null;
    draw();
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  observer.observe(host);
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  addEventListener('themechange', soon);
  dark.addEventListener('change', soon);
  return () => {
    observer.disconnect();
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
    removeEventListener('themechange', soon);
    dark.removeEventListener('change', soon);
    cancelAnimationFrame(due);
  };
}
