// Loaded in <head> without defer, so that the theme stands before the first paint. It needs no circuit:
// any [data-theme-toggle] is a switch for dark, also one that Blazor makes later.
(() => {
  const root = document.documentElement;
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

  function stored() {
    try {
      return localStorage.getItem('kris.theme');
    } catch {
      return null;
    }
  }

  function store(theme) {
    try {
      if (theme) localStorage.setItem('kris.theme', theme);
      else localStorage.removeItem('kris.theme');
    } catch {
      // A browser that keeps nothing still gets the theme for this page.
    }
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === 'dark' : systemIsDark.matches;
  }

  function apply(theme) {
    if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
    else delete root.dataset.theme;
    label();
  }

  function label() {
    const pressed = String(isDark());
    for (const button of document.querySelectorAll('[data-theme-toggle]')) {
      if (button.getAttribute('aria-pressed') === pressed) continue;
      button.setAttribute('aria-pressed', pressed);
      button.setAttribute('aria-label', 'Mörkt läge');
      button.title = pressed === 'true' ? 'Byt till ljust läge' : 'Byt till mörkt läge';
    }
  }

  function toggle() {
    const wanted = isDark() ? 'light' : 'dark';
    const isSystems = (wanted === 'dark') === systemIsDark.matches;
    store(isSystems ? null : wanted);
    apply(isSystems ? null : wanted);
  }

  apply(stored());
  systemIsDark.addEventListener('change', label);
  addEventListener('storage', event => {
    if (event.key === 'kris.theme') apply(event.newValue);
  });
  document.addEventListener('click', event => {
    if (event.target.closest?.('[data-theme-toggle]')) toggle();
  });
  document.addEventListener('kris-theme', event => {
    store(event.detail);
    apply(event.detail);
  });
  new MutationObserver(label).observe(root, { childList: true, subtree: true });
})();
