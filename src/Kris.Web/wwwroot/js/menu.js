// Menus without a component for each: <details class="menu"> in the head of a page, <details class="me"> with what one
// can do about oneself, and <kris-line-menu> round the one <dialog> that belongs to the chosen line of the log. They
// close by Escape and by a click beside them, and leave the focus where it was.
function closeOthers(but) {
  for (const menu of document.querySelectorAll('details:is(.menu, .me)[open]')) {
    if (menu !== but) menu.open = false;
  }
}

document.addEventListener('click', event => {
  if (!(event.target instanceof Element)) return;
  // What asks a question lies above the menu, and not beside it.
  if (event.target.closest('dialog')) return;
  const menu = event.target.closest('details:is(.menu, .me)');
  closeOthers(menu);
  // What was chosen opens a dialog, which gives the focus back to where it is now.
  if (!menu?.open || menu.matches('.me') || !event.target.closest('button, a')) return;
  menu.open = false;
  menu.querySelector('summary').focus();
}, true);

document.addEventListener('keydown', event => {
  const menu = event.target instanceof Element ? event.target.closest('details:is(.menu, .me)[open]') : null;
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

// What a filter found stands in the place of the log, which is there but not shown.
function rowButton(line, more = '') {
  const found = document.querySelectorAll(`[data-log] button[data-line="${CSS.escape(line)}"]${more}`);
  return [...found].findLast(button => button.checkVisibility());
}

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
    return rowButton(this.getAttribute('number'));
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

// Where the focus is, with all that it stands in: what is drawn anew or taken away while somebody stands there gives
// the focus to what took its place, or to the nearest part of the page around it that can hold it, never to nothing.
function placeOf(element) {
  const around = [];
  for (let part = element.parentElement; part; part = part.parentElement) around.push(part);
  return { element, around };
}

function anew({ element }) {
  const { line } = element.dataset;
  if (line) return rowButton(line, 'show' in element.dataset ? '[data-show]' : ':not([data-show])');
  return element.id ? document.getElementById(element.id) : null;
}

const isThere = element => element?.isConnected && element.checkVisibility();
const standsIn = ({ around }) => around.find(part => part.matches('[tabindex]') && isThere(part));

function homeOf(places) {
  const known = places.filter(Boolean);
  return known.map(({ element }) => element).find(isThere) ?? known.map(anew).find(isThere)
    ?? known.reverse().map(standsIn).find(Boolean);
}

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
// Where the focus is.
let spot = null;

document.addEventListener('focusin', event => {
  spot = placeOf(event.target);
  if (!event.target.closest(inside)) before = spot;
});

// An element that is removed loses the focus first. One that is left on purpose is still there afterwards.
document.addEventListener('focusout', ({ target }) => setTimeout(() => {
  if (spot?.element === target && target.isConnected) spot = null;
}));

function holdFocus() {
  if (!spot || spot.element.isConnected || document.activeElement !== document.body) return;
  // Dialogs give it back in their own way.
  const isOfDialog = spot.around.some(part => part.matches('dialog'));
  if (isOfDialog || document.querySelector('dialog[open], [role="dialog"]')) return;
  homeOf([spot])?.focus({ preventScroll: true });
}

document.addEventListener('click', event => {
  const control = event.target.closest?.('button, a, summary');
  if (control && !control.closest(inside)) pressed = placeOf(control);
}, true);

const isDialog = node => node instanceof Element
  && (node.matches('[role="dialog"]') || node.querySelector('[role="dialog"]') !== null);

// At once, MudBlazor can have been first with the wrong one. Later, where somebody has gone since is theirs.
function giveBack(isAtOnce) {
  if (document.querySelector('[role="dialog"]')) return;
  const { activeElement } = document;
  const isFree = activeElement === document.body || (isAtOnce && activeElement === left?.element);
  if (isFree) homeOf([opener, left])?.focus();
}

new MutationObserver(changes => {
  const nodes = name => changes.flatMap(change => [...change[name]]);
  holdFocus();
  if (nodes('addedNodes').some(isDialog)) opener = pressed;
  if (!nodes('removedNodes').some(isDialog)) return;
  left = before;
  setTimeout(giveBack, atOnce, true);
  for (const wait of whileItSettles) setTimeout(giveBack, wait, false);
}).observe(document.body, { childList: true, subtree: true });
