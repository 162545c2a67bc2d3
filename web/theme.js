// Light or dark, before the first picture: a classic script in the head. `data-theme` is what the style
// sheets read; `data-choice` is what the reader chose: light, dark or system.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => {
    try {
      return localStorage.getItem('theme') ?? 'system';
    } catch {
      return 'system';  // the reader forbids storage
    }
  };
  const apply = (choice) => {
    root.dataset.choice = choice;
    root.dataset.theme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
  };
  apply(stored());
  dark.addEventListener('change', () => apply(root.dataset.choice));
  root.addEventListener('choosetheme', (event) => {
    apply(event.detail);
    try {
      localStorage.setItem('theme', event.detail);
    } catch {
      // It lasts until the page is closed.
    }
    dispatchEvent(new Event('themechange'));
  });
})();
