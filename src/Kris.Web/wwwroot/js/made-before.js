// What the server made beforehand is taken away when the page comes alive, and drawn anew a moment later. What somebody
// has typed or chosen in a field of it by then stands in the one that takes its place, and whoever is in the middle of a
// word goes on in it: until it is there, keys go to a field that nobody sees. A menu that was opened stays open. Our own
// elements see to it themselves.
import { fields, put, valueOf } from './plain-field.js';

const own = 'kris-composer, kris-open-incident';
// How long the page may take to be drawn, in milliseconds.
const patience = 1000;
const menus = ['details.menu', 'details.me'];
const opened = new Map();
const touched = new Set();
const awaited = new Map();
let focused = null;
let held = null;
let ending = 0;

function isMadeBefore(target) {
  return target instanceof Element && target.matches(fields) && !target.closest(own)
    && target.closest('[data-interactive="false"]') !== null;
}

// An element that is removed loses the focus first, in the same turn.
function forgetFocus() {
  const left = focused;
  setTimeout(() => { if (focused === left && left?.isConnected) focused = null; });
}

function hold(field) {
  const { value, selectionStart, selectionEnd } = field;
  if (typeof selectionStart !== 'number') return;
  held = document.createElement(field.localName);
  held.className = 'sr-only';
  held.setAttribute('aria-label', field.labels?.[0]?.textContent.trim() ?? '');
  held.defaultValue = value;
  document.body.append(held);
  held.focus({ preventScroll: true });
  held.setSelectionRange(selectionStart, selectionEnd);
}

function letGo() {
  held?.remove();
  [held, focused] = [null, null];
  awaited.clear();
}

// What nobody has typed in has nothing to be given back but the focus.
function take() {
  const gone = [...touched].filter(field => !field.isConnected);
  const isWriting = focused !== null && !focused.isConnected && !awaited.has(focused.id);
  if (gone.length === 0 && !isWriting) return;
  if (isWriting) awaited.set(focused.id, null);
  for (const field of gone) {
    touched.delete(field);
    awaited.set(field.id, valueOf(field));
  }
  if (isWriting) hold(focused);
  clearTimeout(ending);
  ending = setTimeout(letGo, patience);
}

function say(field, value) {
  if (value !== null && valueOf(field) !== value) put(field, value);
}

function giveBack() {
  for (const [id, value] of awaited) {
    const field = document.getElementById(id);
    if (!field?.matches(fields)) continue;
    awaited.delete(id);
    if (id === focused?.id) goOn(field, value);
    else say(field, value);
  }
}

function goOn(field, value) {
  const { selectionStart, selectionEnd, defaultValue, value: said } = held ?? {};
  // Whoever has gone somewhere else in the meantime stays there.
  const isStill = document.activeElement === held || document.activeElement === document.body;
  say(field, said === defaultValue ? value : said);
  if (isStill) field.focus({ preventScroll: true });
  if (isStill && held) field.setSelectionRange(selectionStart, selectionEnd);
  held?.remove();
  [held, focused] = [null, null];
}

function look(changes) {
  take();
  if (awaited.size > 0) giveBack();
  keepOpen(changes.flatMap(({ removedNodes }) => [...removedNodes]).filter(node => node instanceof Element));
}

// A menu that somebody has opened by then stays open, and whoever stood at it stands there.
function keepOpen(gone) {
  if (gone.some(part => part.matches('[data-interactive="false"]'))) {
    for (const menu of menus) if (gone.some(part => part.querySelector(`${menu}[open]`))) opened.set(menu, Date.now());
  }
  for (const [menu, at] of opened) {
    const anew = document.querySelector(menu);
    const isLate = Date.now() - at >= patience;
    if (anew || isLate) opened.delete(menu);
    if (!anew || isLate) continue;
    anew.open = true;
    if (document.activeElement.matches('body, h1')) anew.querySelector('summary').focus({ preventScroll: true });
  }
}

if (document.querySelector('[data-interactive="false"]')) {
  addEventListener('focusin', event => { if (isMadeBefore(event.target)) focused = event.target; });
  addEventListener('focusout', forgetFocus);
  for (const type of ['input', 'change']) {
    addEventListener(type, event => isMadeBefore(event.target) && event.isTrusted && touched.add(event.target));
  }
  // What has the focus already: the field that the page asks for.
  if (isMadeBefore(document.activeElement)) focused = document.activeElement;
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}
