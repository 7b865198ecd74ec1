// Menus without a component for each: <details class="menu"> in the head of a page, and <kris-line-menu> round the one
// <dialog> that belongs to the chosen line of the log. Both close by Escape and by a click beside them, and leave the
// focus where it was.
function closeOthers(but) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (menu !== but) menu.open = false;
  }
}

document.addEventListener('click', event => {
  if (!(event.target instanceof Element)) return;
  const menu = event.target.closest('details.menu');
  closeOthers(menu);
  // What was chosen opens a dialog, which gives the focus back to where it is now.
  if (!menu?.open || !event.target.closest('button, a')) return;
  menu.open = false;
  menu.querySelector('summary').focus();
}, true);

document.addEventListener('keydown', event => {
  const menu = event.target instanceof Element ? event.target.closest('details.menu[open]') : null;
  if (!menu) return;
  const items = [...menu.querySelectorAll('button:not(:disabled), a[href]')];
  const here = items.indexOf(document.activeElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Escape') {
    menu.open = false;
    menu.querySelector('summary').focus();
  } else if (to !== undefined && items.length > 0) {
    items[(to + items.length) % items.length].focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}, true);

class KrisLineMenu extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => this.#open());
  }

  // Taken away by Blazor instead of closed, the dialog gives no focus back.
  disconnectedCallback() {
    // In this very turn the rest of the page is still out of reach behind it.
    setTimeout(() => document.activeElement === document.body && this.#button()?.focus());
  }

  #button() {
    return document.querySelector(`#rad-${CSS.escape(this.getAttribute('number'))} button`);
  }

  #open() {
    const dialog = this.querySelector('dialog');
    if (!dialog || dialog.open) return;
    dialog.addEventListener('click', event => event.target === dialog && dialog.close());
    dialog.showModal();
    this.#place(dialog);
  }

  // Beside the line's own button where there is room, else as the browser centres it.
  #place(dialog) {
    const button = this.#button();
    if (!button || innerWidth < 700) return;
    const by = button.getBoundingClientRect();
    const { width, height } = dialog.getBoundingClientRect();
    const left = Math.max(8, Math.min(by.left, innerWidth - width - 8));
    const top = by.bottom + height + 12 < innerHeight ? by.bottom + 4 : Math.max(8, by.top - height - 4);
    Object.assign(dialog.style, { margin: '0', left: `${left}px`, top: `${top}px` });
  }
}

if (!customElements.get('kris-line-menu')) customElements.define('kris-line-menu', KrisLineMenu);

// MudBlazor gives the focus back when the circuit gets round to it, and at times to nothing. What had it before the
// dialog gets it again as soon as the dialog is gone.
let before = null;
document.addEventListener('focusin', event => {
  if (!event.target.closest('[role="dialog"]')) before = event.target;
});
new MutationObserver(changes => {
  const isGone = changes.some(change => [...change.removedNodes].some(
    node => node instanceof Element && (node.matches('[role="dialog"]') || node.querySelector('[role="dialog"]'))));
  if (!isGone || document.querySelector('[role="dialog"]')) return;
  setTimeout(() => {
    if (document.activeElement === document.body && before?.isConnected) before.focus();
  }, 50);
}).observe(document.body, { childList: true, subtree: true });
