// Blazor takes an element of ours away and makes it anew as a page comes alive, and at any time. What stood in the one is
// handed over to the other as it stands, with the caret in it, so that whoever is in the middle of a word goes on in it.
// A place is what outlives its elements: { caret, isFor(element), moveTo(element), close() }.

// How long a place waits for another element to show it, and how long for whoever is putting letters together in it, in
// milliseconds.
const patience = 1000;
const composing = 5000;
const waiting = new Map();

function letGo(kind) {
  const left = waiting.get(kind);
  if (!left) return;
  clearTimeout(left.ending);
  waiting.delete(kind);
  left.held.remove();
  left.place.close();
}

/** The place that an element of the same kind has left, if it is meant for this one; and otherwise a new one. */
export function placeFor(element, make) {
  const kind = element.localName;
  const left = waiting.get(kind);
  if (!left?.place.isFor(element)) {
    letGo(kind);
    return make(element);
  }
  clearTimeout(left.ending);
  waiting.delete(kind);
  left.place.caret.rest();
  element.replaceChildren(...left.held.childNodes);
  left.held.remove();
  left.place.moveTo(element);
  left.place.caret.giveBack();
  return left.place;
}

/**
 * Called as the element is taken away. The other can come in a later turn: until then whoever was writing goes on in a
 * form that nobody sees. A place that no other element takes up is closed.
 */
export function leave(element, place) {
  const kind = element.localName;
  letGo(kind);
  const held = document.createElement('div');
  held.className = 'sr-only';
  place.caret.rest();
  held.append(...element.childNodes);
  if (place.caret.isThere) document.body.append(held);
  place.caret.giveBack();
  const left = { place, held };
  const end = until => {
    if (place.caret.isComposing && Date.now() < until) left.ending = setTimeout(end, patience / 10, until);
    else letGo(kind);
  };
  left.ending = setTimeout(end, patience, Date.now() + composing);
  waiting.set(kind, left);
}

/** Whoever has gone somewhere else in the meantime stays there; a heading is where Blazor puts whoever is nowhere. */
export const isNowhere = () => (document.activeElement ?? document.body).matches('body, h1');

/** Where in the form the caret stands, and stood as the form was taken away. */
export class Caret {
  /** Whether letters are being put together there, by an input method. */
  isComposing = false;
  #focused = null;
  #rested = null;

  constructor(form) {
    form.addEventListener('compositionstart', () => { this.isComposing = true; });
    form.addEventListener('compositionend', () => { this.isComposing = false; });
    form.addEventListener('focusin', event => { this.#focused = event.target; });
    // An element that is removed loses the focus first, and is disconnected in the same turn.
    form.addEventListener('focusout', () => setTimeout(() => {
      if (!form.contains(document.activeElement)) this.#focused = null;
    }));
  }

  get isThere() {
    return this.#focused !== null;
  }

  /** Which field it is in, and where in it. */
  get place() {
    const { id = '', selectionStart: from, selectionEnd: to } = this.#focused ?? {};
    return { id, from, to };
  }

  // With the form the letters that were being put together are taken out of hand, as far as they had come.
  rest() {
    this.isComposing = false;
    this.#rested = this.#focused && { field: this.#focused, ...this.place };
  }

  giveBack() {
    const { field, from, to } = this.#rested ?? {};
    if (!field?.isConnected || !isNowhere()) return;
    this.#rested = null;
    field.focus({ preventScroll: true });
    if (typeof from === 'number') field.setSelectionRange(from, to);
  }
}

// A page that loads itself anew under somebody who writes puts them back where they wrote: what they go on typing would
// be taken for keys that do something.
const writing = 'kris.writing';
const soon = 15_000;

/** Notes that somebody writes at a place of that name as the page goes: in which field, and where in it. */
export function noteWriting(name, at = {}) {
  try {
    sessionStorage.setItem(writing, JSON.stringify({ ...at, name, at: Date.now() }));
  } catch {
    // A browser that keeps nothing has nowhere to note it.
  }
}

/** Where somebody wrote there as the page that came before this one went; nothing if nobody did. It is answered once. */
export function wasWriting(name) {
  try {
    const noted = JSON.parse(sessionStorage.getItem(writing));
    sessionStorage.removeItem(writing);
    return noted?.name === name && Date.now() - noted.at < soon ? noted : null;
  } catch {
    return null;
  }
}
