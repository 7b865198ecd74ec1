// <kris-draft account place opens>: keeps what is typed in the form inside it, per person and place, and gives it back
// when the form is made anew. Blazor drops what is typed while the circuit is gone, so before the form is sent, and
// before Escape asks whether something was typed, every field that was touched is told once more.
// With "opens" the address says which dialog was open, and the page that comes back opens it again. What is chosen
// without a field comes in "kept", and is given back through the hidden field that "keeps" names. What somebody decides on
// comes in "seen", and is given back with what they typed through the field of that name.
import { keepEarly, newMark, takeEarly } from './early.js';
import { enterForm } from './live.js';
import { dropDraft, lookForDraft, retryAfter, writeDraft } from './storage.js';
import { wallClock } from './time.js';

const settled = 5000;
const living = new Set();

// Puts the value into the field and answers whether it took it: a choice may not have come to its list yet.
function holds(field, value) {
  if (!field) return false;
  if (field.type === 'checkbox') field.checked = value;
  else if (field.type === 'radio') field.checked = true;
  else field.value = value;
  return field.tagName !== 'SELECT' || field.value === value;
}

class KrisDraft extends HTMLElement {
  static observedAttributes = ['done', 'kept', 'asks', 'seen'];
  #touched = {};
  // What is given back, and the field that it was given to. There may be none yet, or soon another: the server draws
  // them when it has heard what was chosen before them.
  #awaited = new Map();
  #later = new MutationObserver(() => this.#giveBack());
  #settling = 0;
  #restoring = false;
  #told = false;
  #last = null;
  // Whether what is kept has not been read yet. What is typed meanwhile is kept beside it.
  #isUnread = true;
  #isBeside = false;
  #mark = newMark();

  connectedCallback() {
    living.add(this);
    this.addEventListener('input', this);
    this.addEventListener('change', this);
    this.addEventListener('keydown', this);
    this.addEventListener('focusin', this);
    // Blazor makes the element before what is in it, in one turn. A dialog is entered in that turn: by the next, somebody
    // may be typing in it.
    queueMicrotask(() => {
      enterForm(this.querySelector('form'), 'field');
      this.#restore();
    });
  }

  disconnectedCallback() {
    living.delete(this);
    this.#later.disconnect();
  }

  attributeChangedCallback(name, before, after) {
    if (name === 'done' && after !== null) this.#drop();
    // It was asked whether to throw it away, and the answer was no.
    if (name === 'asks' && after === null) queueMicrotask(() => this.#last?.focus());
    if (name === 'seen' && 'seen' in this.#touched && after !== this.#touched.seen) this.#note(name, after);
    // The first time is how it was when the form was made.
    if (name === 'kept' && before !== null && after !== null) this.#note(this.getAttribute('keeps'), after);
  }

  handleEvent(event) {
    if (event.type === 'keydown') this.#key(event);
    else if (event.type === 'focusin') this.#last = event.target.closest('form :is(input, textarea)') ?? this.#last;
    else if (!this.#restoring) this.#keep(event.target);
  }

  /** Tells Blazor what stands in the fields that were touched. */
  tell() {
    this.#restoring = true;
    for (const [name, value] of Object.entries(this.#touched)) {
      const field = this.#awaited.get(name) === null ? null : this.#field(name, value);
      field?.dispatchEvent(new Event('change', { bubbles: true }));
    }
    if (Object.keys(this.#touched).length > 0) this.#tellTouched();
    this.#restoring = false;
  }

  // Blazor lets no change bubble, so a field of its own says that something was typed.
  #tellTouched() {
    this.querySelector('[data-draft-touched]')?.dispatchEvent(new Event('change'));
  }

  // Of radio buttons the one that was chosen.
  #field(name, value) {
    const found = [...this.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    return found[0]?.type === 'radio' ? found.find(radio => radio.value === value) : found[0];
  }

  // Enter in a search field searches; the form is sent from its other fields and its button.
  #key(event) {
    if (event.key === 'Enter' && event.target.matches?.('input[type="search"]')) event.preventDefault();
  }

  #keep(field) {
    if (!this.#told) this.#tellTouched();
    this.#told = true;
    // What is chosen to be put in a list is kept with the list.
    if (!field.name || field.type === 'search' || field.closest('[data-undrafted]')) return;
    this.#note(field.name, field.type === 'checkbox' ? field.checked : field.value);
  }

  #note(name, value) {
    this.#touched[name] = value;
    this.#awaited.delete(name);
    this.#write();
    this.#address(this.getAttribute('opens'));
  }

  #ids() {
    return [this.getAttribute('account'), this.getAttribute('place')];
  }

  #write() {
    // What the dialog was opened on goes with what is typed on it; what is typed before it is known what is kept may have
    // been opened on something else.
    const seen = this.getAttribute('seen');
    if (seen && !this.#isUnread) this.#touched.seen ??= seen;
    const draft = { values: this.#touched, at: Date.now() };
    this.#isBeside ||= this.#isUnread;
    if (this.#isUnread) keepEarly(...this.#ids(), this.#mark, draft);
    else writeDraft(...this.#ids(), draft);
  }

  #leaveBeside() {
    this.#isUnread = false;
    if (this.#isBeside) keepEarly(...this.#ids(), this.#mark, null);
    this.#isBeside = false;
  }

  // A browser's database that does not answer may have something, and is asked until it does.
  async #restore() {
    for (let isWhole = false; !isWhole;) {
      const [kept, early] = await Promise.all([lookForDraft(...this.#ids()), takeEarly(...this.#ids(), this.#mark)]);
      if (!this.isConnected || this.hasAttribute('done')) return;
      const drafts = [kept.draft, ...early.drafts].filter(draft => draft?.values);
      if (drafts.length > 0) this.#show(drafts);
      isWhole = kept.isWhole && early.isWhole;
      if (isWhole) this.#settleWith(early);
      else await new Promise(later => { setTimeout(later, retryAfter); });
    }
  }

  // Later ones stand above earlier ones, and above them all whoever was quicker than the store.
  #show(drafts) {
    const values = Object.assign({}, ...drafts.map(draft => draft.values));
    const untouched = Object.keys(values).filter(name => !(name in this.#touched));
    if (untouched.length === 0) return;
    for (const name of untouched) this.#awaited.set(name, null);
    this.#touched = { ...values, ...this.#touched };
    this.#later.observe(this, { childList: true, subtree: true });
    this.#giveBack();
    this.#address(this.getAttribute('opens'));
    const note = this.querySelector('[data-draft-note]');
    if (!note) return;
    note.textContent = `Det du skrev ${wallClock(drafts.at(-1).at).clock} och inte sparade står kvar här.`;
    note.hidden = false;
  }

  // All that stood beside each other stands in one place from now on.
  #settleWith(early) {
    const isApart = this.#isBeside || early.drafts.length > 0;
    this.#isUnread = false;
    if (isApart) this.#write();
    this.#leaveBeside();
    early.forget();
  }

  #giveBack() {
    let isAny = false;
    for (const [name, given] of this.#awaited) {
      const field = this.#field(name, this.#touched[name]);
      if (field === given || !holds(field, this.#touched[name])) continue;
      this.#awaited.set(name, field);
      isAny = true;
    }
    if (!isAny) return;
    this.tell();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settle(), settled);
  }

  #settle() {
    for (const [name, given] of this.#awaited) {
      if (given) this.#awaited.delete(name);
    }
    if (this.#awaited.size === 0) this.#later.disconnect();
  }

  #drop() {
    this.#touched = {};
    this.#awaited.clear();
    dropDraft(...this.#ids());
    this.#leaveBeside();
    this.#address(null);
  }

  // Blazor is not told: going somewhere would move the focus.
  #address(opens) {
    if (!this.hasAttribute('opens')) return;
    const address = new URL(location.href);
    if (opens) address.searchParams.set('gor', opens);
    else address.searchParams.delete('gor');
    if (address.href !== location.href) history.replaceState(history.state, '', address);
  }
}

addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  for (const draft of living) draft.tell();
}, true);

// Blazor hears of it at the document, before it comes to the form: whoever is to be first listens at the window.
addEventListener('submit', event => {
  for (const draft of living) if (draft.contains(event.target)) draft.tell();
}, true);

if (!customElements.get('kris-draft')) customElements.define('kris-draft', KrisDraft);
