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

// MudBlazor gives the focus back when the circuit gets round to it, and at times to nothing, or takes it away late.
// What opened the dialog gets it again as soon as that is gone, or else what had it before. They need not be the same:
// whoever goes on with Tab while the dialog is on its way has left the button that opened it. The ends of MudBlazor's
// own trap for the focus lie outside of the dialog and go away with it: they are nothing to come back to.
const inside = '[role="dialog"], .mud-dialog-container, .mud-focus-trap';
const atOnce = 50;
const whileItSettles = [300, 1000];
let pressed = null;
let before = null;
// What was pressed last when the dialog opened, and what had the focus last before it took it.
let opener = null;
let left = null;

document.addEventListener('focusin', event => {
  if (!event.target.closest(inside)) before = event.target;
});

document.addEventListener('click', event => {
  const control = event.target.closest?.('button, a, summary');
  if (control && !control.closest(inside)) pressed = control;
}, true);

const isDialog = node => node instanceof Element
  && (node.matches('[role="dialog"]') || node.querySelector('[role="dialog"]') !== null);

// At once, MudBlazor can have been first with the wrong one. Later, where somebody has gone since is theirs.
function giveBack(isAtOnce) {
  if (document.querySelector('[role="dialog"]')) return;
  const { activeElement } = document;
  const isFree = activeElement === document.body || (isAtOnce && activeElement === left);
  const home = [opener, left].find(element => element?.isConnected && element.checkVisibility());
  if (isFree && home) home.focus();
}

new MutationObserver(changes => {
  const nodes = name => changes.flatMap(change => [...change[name]]);
  if (nodes('addedNodes').some(isDialog)) opener = pressed;
  if (!nodes('removedNodes').some(isDialog)) return;
  left = before;
  setTimeout(giveBack, atOnce, true);
  for (const wait of whileItSettles) setTimeout(giveBack, wait, false);
}).observe(document.body, { childList: true, subtree: true });
