// <kris-open-incident>: two fields and a button. Like the composer it builds its own form, keeps every input, is handed
// over as it stands when Blazor makes it anew, and asks the server until it has answered (opening.js), here and from any
// other page.
import { keepEarly, newMark, takeEarly } from './early.js';
import { Caret, leave, placeFor } from './handover.js';
import { announce } from './live.js';
import { alone, askToOpen, keepAsked, keepDraft, place, forget } from './opening.js';
import { addTo, isBlank, same } from './opening-words.js';
import { dropDraft, lookForDraft, onChange, retryAfter } from './storage.js';
import { uuid7 } from './uuid7.js';

const pauses = [500, 1000, 2000, 5000];
const fields = ['title', 'firstLine'];
const pause = time => new Promise(resume => { setTimeout(resume, time); });

class OpeningPlace {
  caret;
  #element;
  #account;
  #form;
  // Once it has been asked with, the same words are asked for again under the same key: an answer can have been lost.
  #key = null;
  #sending = false;
  // Whether what is kept has not been read yet. What is typed meanwhile is kept beside it.
  #isUnread = true;
  #isBeside = false;
  #isTouched = false;
  #mark = newMark();
  #met = [];
  #leave;

  constructor(element) {
    this.#element = element;
    this.#account = element.getAttribute('account') ?? '';
    const adopted = () => this.#takeAdopted();
    addEventListener('kris-adopted', adopted);
    const hear = onChange(this.#account, name => this.#changedElsewhere(name));
    this.#leave = () => { removeEventListener('kris-adopted', adopted); hear(); };
    this.#build();
    this.#restore();
  }

  isFor(element) {
    return element.getAttribute('account') === this.#account;
  }

  moveTo(element) {
    this.#element = element;
  }

  // What is being sent goes on until there is an answer, whatever is on the screen.
  close() {
    this.#mark = null;
    this.#leave();
  }

  // A browser's database that does not answer may have something, and is asked until it does.
  async #restore() {
    const mark = this.#mark;
    for (let isWhole = false; !isWhole;) {
      const ids = [this.#account, place];
      const [kept, early] = await Promise.all([lookForDraft(...ids), takeEarly(...ids, mark)]);
      if (mark !== this.#mark) return;
      // What is being sent is what it was when it was sent.
      isWhole = kept.isWhole && early.isWhole && !this.#sending;
      if (!this.#sending) this.#meet([kept.draft, ...early.drafts]);
      if (isWhole) this.#settleWith(early);
      else await pause(this.#sending ? pauses[0] : retryAfter);
    }
  }

  // What is on its way to the server is no draft (opening.js), and a draft that has been met is not met again.
  #meet(drafts) {
    const fresh = drafts.filter(draft => draft && !draft.isSent && !this.#met.some(met => same(met, draft)));
    if (fresh.length === 0) return;
    this.#met.push(...fresh);
    const mine = this.#words();
    const { words, isApart } = fresh.reduce(addTo, { words: mine, isApart: false });
    if (!same(words, mine)) this.#fill(words);
    if (this.#isTouched) this.#keep();
    if (isApart) this.#say('Det som du hade börjat skriva förut står sist under Första raden.');
    const refused = fresh.find(draft => draft.refused)?.refused;
    if (refused) this.#refuse(refused);
  }

  // All that stood beside each other stands in one place from now on.
  #settleWith(early) {
    const isApart = this.#isBeside || early.drafts.length > 0;
    this.#isUnread = false;
    if (isApart) this.#keep();
    if (this.#isBeside) keepEarly(this.#account, place, this.#mark, null);
    this.#isBeside = false;
    early.forget();
  }

  // A page that has gone since has left what was typed in it, or the server has said no to what was asked for there.
  async #takeAdopted() {
    const mark = this.#mark;
    if (this.#isUnread || this.#sending) return;
    const early = await takeEarly(this.#account, place, mark);
    if (mark !== this.#mark || this.#sending || early.drafts.length === 0) return;
    this.#meet(early.drafts);
    this.#keep();
    early.forget();
  }

  // The same in two tabs. What somebody is typing here is never replaced, and never lost with a store that was emptied.
  #changedElsewhere(name) {
    if (name === null) {
      if (this.#isTouched) this.#keep();
    } else if (name === `kris.draft.${this.#account}.${place}` && !this.#isUnread && !this.#sending
      && !(document.hasFocus() && this.#form.contains(document.activeElement))) {
      [this.#isTouched, this.#isUnread, this.#met, this.#key] = [false, true, [], null];
      this.#fill({ title: '', firstLine: '' });
      this.#restore();
    }
  }

  #words() {
    return { title: this.#field('title').value, firstLine: this.#field('firstLine').value };
  }

  // Whoever is in the middle of a field stays where they are in it.
  #fill(words) {
    for (const name of fields) {
      const field = this.#field(name);
      if (field.value === words[name]) continue;
      const [from, to] = [field.selectionStart, field.selectionEnd];
      field.value = words[name];
      if (field === document.activeElement) field.setSelectionRange(from, to);
    }
  }

  #field(name) {
    return this.#form.elements[name];
  }

  #build() {
    this.#element.innerHTML = `
      <form class="plain" novalidate>
        <div class="field">
          <label for="open-title">Rubrik</label>
          <input id="open-title" name="title" maxlength="120" autocomplete="off" required aria-describedby="open-why">
        </div>
        <div class="field">
          <label for="open-first">Första raden (kan vänta)</label>
          <textarea id="open-first" name="firstLine" rows="4" maxlength="10000"></textarea>
        </div>
        <p id="open-why" class="error" role="alert" hidden></p>
        <div class="buttons"><button class="main" type="submit">Öppna händelse</button>
          <span class="sub" data-state></span></div>
      </form>`;
    this.#form = this.#element.querySelector('form');
    this.caret = new Caret(this.#form);
    this.#form.addEventListener('input', () => {
      // Other words are another request, and need another key.
      this.#key = null;
      this.#isTouched = true;
      this.#keep();
    });
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    this.#field('title').focus();
  }

  #keep() {
    const words = this.#words();
    if (this.#isUnread) {
      this.#isBeside = true;
      keepEarly(this.#account, place, this.#mark, isBlank(words) ? null : { ...words, at: Date.now() });
    } else if (isBlank(words)) dropDraft(this.#account, place);
    else keepDraft(this.#account, words);
  }

  // What is asked for is no draft any more. What has not been read yet stays where it is.
  async #ask() {
    this.#key ??= uuid7();
    const opening = { ...this.#words(), key: this.#key, duty: this.#element.getAttribute('duty') };
    const keeping = keepAsked(this.#account, opening);
    if (this.#isBeside) keepEarly(this.#account, place, this.#mark, null);
    this.#isBeside = false;
    if (!this.#isUnread) dropDraft(this.#account, place);
    await keeping;
    return opening;
  }

  async #send() {
    if (this.#sending) return;
    if (this.#field('title').value.trim() === '') {
      this.#refuse('Skriv en rubrik, till exempel "Vattenläcka i Norra".');
      this.#field('title').focus();
      return;
    }
    this.#sending = true;
    this.#freeze(true);
    this.#say('skickas …');
    const opening = await this.#ask();
    await alone(opening.key, () => this.#sendUntilAnswered(opening), { ifAvailable: false });
    this.#sending = false;
  }

  async #sendUntilAnswered(opening) {
    for (let tries = 0; ; tries += 1) {
      this.#say('skickas …');
      const answer = await askToOpen(this.#account, opening);
      if (answer.outcome !== 'waiting') return this.#settle(opening, answer);
      this.#say(`väntar på ${answer.waitsFor}, försöker igen … ${answer.detail ?? ''}`.trim());
      await pause(pauses[Math.min(tries, pauses.length - 1)]);
    }
  }

  #settle(opening, { outcome, status, id, detail }) {
    if (outcome === 'opened') {
      location.assign(`/handelser/${id}`);
      return undefined;
    }
    // It was taken in other words: who asks again after having been told so wants one more.
    if (status === 409) this.#key = null;
    this.#freeze(false);
    this.#keep();
    this.#refuse(detail);
    return forget(this.#account, opening.key);
  }

  #freeze(isSending) {
    for (const name of fields) this.#field(name).readOnly = isSending;
    this.#form.querySelector('button').disabled = isSending;
    if (isSending) this.#form.querySelector('.error').hidden = true;
  }

  #refuse(sentence) {
    const why = this.#form.querySelector('.error');
    why.textContent = sentence;
    why.hidden = false;
    this.#say('');
  }

  #say(text) {
    this.#form.querySelector('[data-state]').textContent = text;
    if (text) announce(text);
  }
}

class KrisOpenIncident extends HTMLElement {
  #place = null;

  connectedCallback() {
    this.#place = placeFor(this, element => new OpeningPlace(element));
  }

  disconnectedCallback() {
    leave(this, this.#place);
    this.#place = null;
  }
}

if (!customElements.get('kris-open-incident')) customElements.define('kris-open-incident', KrisOpenIncident);
