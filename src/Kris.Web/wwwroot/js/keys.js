// Single keys for those who log all night: n, /, j, k, r, g and a letter, ?. Never while a field has the focus, never
// with a modifier, and off where localStorage kris.keys is "off" (WCAG 2.1.4). Places come from the page's own links,
// <a data-key="h">, so nobody is sent where they may not go.
const leaderTime = 1500;
// When g was pressed.
let leader = -Infinity;
let dialog;

const fixed = [
  ['n', 'ny rad i loggen'],
  ['/', 'sök'],
  ['j', 'nästa rad'],
  ['k', 'föregående rad'],
  ['r', 'rätta raden'],
];

function areOff() {
  try {
    return localStorage.getItem('kris.keys') === 'off';
  } catch {
    return false;
  }
}

function isBusy(event) {
  const writes = event.target.closest?.('input, textarea, select, [contenteditable]:not([contenteditable="false"])');
  const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  // Elsewhere than on the log, a letter can belong to a menu or a dialog.
  const elsewhere = event.target.closest?.('dialog, [role="dialog"], [role="menu"], [role="listbox"], [role="grid"]');
  return writes || modified || elsewhere || document.querySelector('dialog[open], .mud-dialog') !== null;
}

function focusFirst(selector) {
  const found = document.querySelector(selector);
  found?.focus();
  return Boolean(found);
}

function rowsOfLog() {
  // What a filter found stands in the place of the log, which is there but not shown.
  return [...document.querySelectorAll('ol.log > li[tabindex]')].filter(row => row.checkVisibility());
}

function move(step) {
  const rows = rowsOfLog();
  if (rows.length === 0) return false;
  const here = rows.indexOf(document.activeElement?.closest('ol.log > li'));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  for (const row of rows) row.tabIndex = row === next ? 0 : -1;
  next.focus();
  return true;
}

function correct() {
  const row = document.activeElement?.closest('ol.log > li[data-correctable]');
  if (!row) return false;
  // What is marked as secret may be open here, but is never kept in a draft that did not write it.
  const text = row.classList.contains('marked') ? null : row.querySelector('.text')?.textContent.trim();
  const detail = { number: Number(row.dataset.number), text: text ?? '' };
  document.dispatchEvent(new CustomEvent('kris-correct', { detail }));
  return true;
}

function search() {
  if (focusFirst('[data-search]')) return true;
  const link = document.querySelector('a[data-search-link]');
  link?.click();
  return Boolean(link);
}

function goTo(letter) {
  const link = document.querySelector(`a[data-key="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

function lines() {
  const places = [...document.querySelectorAll('a[data-key]')];
  return [...fixed, ...places.map(link => [`g ${link.dataset.key}`, `gå till ${link.textContent.trim()}`]),
    ['?', 'visa tangenterna']];
}

function help() {
  dialog?.remove();
  dialog = document.createElement('dialog');
  dialog.className = 'keys';
  dialog.setAttribute('aria-labelledby', 'keys-title');
  dialog.innerHTML = `<h2 id="keys-title">Tangenter</h2><dl></dl>
    <p class="sub">De gäller när inget fält är i fokus, och kan stängas av under Mitt konto.</p>
    <form method="dialog"><button class="main" autofocus>Stäng</button></form>`;
  const list = dialog.querySelector('dl');
  for (const [keys, text] of lines()) {
    const term = document.createElement('dt');
    const meaning = document.createElement('dd');
    for (const key of keys.split(' ')) {
      const shown = document.createElement('kbd');
      shown.textContent = key;
      term.append(shown, ' ');
    }
    meaning.textContent = text;
    list.append(term, meaning);
  }
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  return true;
}

const acts = {
  n: () => focusFirst('#composer-text'),
  '/': search,
  j: () => move(1),
  k: () => move(-1),
  r: correct,
  '?': help,
};

// Blazor scrolls to the place that a link names, and leaves the focus behind.
document.addEventListener('click', event => {
  if (!event.target.closest?.('a.skip')) return;
  event.preventDefault();
  focusFirst('#main');
}, true);

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || areOff() || isBusy(event)) return;
  const led = event.timeStamp - leader < leaderTime;
  leader = -Infinity;
  const key = event.key.toLowerCase();
  if (led ? goTo(key) : acts[key]?.()) event.preventDefault();
  else if (!led && key === 'g') leader = event.timeStamp;
});
