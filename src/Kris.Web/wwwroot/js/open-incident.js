// <kris-open-incident>: two fields and a button. Like the composer it builds its own form, keeps every input, is handed
// over as it stands when Blazor makes it anew, and asks the server until it has answered (opening.js), here and from any
// other page.
import { Caret, leave, placeFor } from './handover.js';
import { announce } from './live.js';
import { askToOpen, keepOpening, place } from './opening.js';
import { readDraft } from './storage.js';
import { uuid7 } from './uuid7.js';

const pauses = [500, 1000, 2000, 5000];

class OpeningPlace {
  caret;
  #element;
  #form;
  // Once it has been asked with, the same words are asked for again under the same key: an answer can have been lost.
  #key = null;
  #sending = false;

  constructor(element) {
    this.#element = element;
    this.#build();
    this.#restore();
  }

  isFor(element) {
    return element.getAttribute('account') === this.#element.getAttribute('account');
  }

  moveTo(element) {
    this.#element = element;
  }

  // What is being sent goes on until there is an answer, whatever is on the screen.
  close() {}

  async #restore() {
    const draft = await readDraft(this.#account, place);
    if (!draft) return;
    this.#field('title').value ||= draft.title;
    this.#field('first').value ||= draft.firstLine;
    this.#key = draft.key;
    // It was being sent when the page went away: whether it arrived, the same key will tell.
    if (draft.isSent) this.#send();
    else if (draft.refused) this.#refuse(draft.refused);
  }

  get #account() {
    return this.#element.getAttribute('account') ?? '';
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
          <textarea id="open-first" name="first" rows="4" maxlength="10000"></textarea>
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
      this.#keep(false);
    });
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    this.#field('title').focus();
  }

  #opening() {
    const duty = this.#element.getAttribute('duty');
    return { title: this.#field('title').value, firstLine: this.#field('first').value, key: this.#key, duty };
  }

  #keep(isSent) {
    return keepOpening(this.#account, { ...this.#opening(), isSent });
  }

  async #send() {
    if (this.#sending) return;
    if (this.#field('title').value.trim() === '') {
      this.#refuse('Skriv en rubrik, till exempel "Vattenläcka i Norra".');
      this.#field('title').focus();
      return;
    }
    this.#sending = true;
    this.#key ??= uuid7();
    this.#freeze(true);
    await this.#keep(true);
    for (let tries = 0; ; tries += 1) {
      this.#say('skickas …');
      const answer = await askToOpen(this.#account, this.#opening());
      if (answer.outcome !== 'waiting') {
        await this.#settle(answer);
        break;
      }
      this.#say('väntar på nät, försöker igen …');
      await new Promise(resume => { setTimeout(resume, pauses[Math.min(tries, pauses.length - 1)]); });
    }
    this.#sending = false;
  }

  async #settle({ outcome, status, id, detail }) {
    if (outcome === 'opened') {
      location.assign(`/handelser/${id}`);
      return;
    }
    // It was taken in other words: who asks again after having been told so wants one more.
    if (status === 409) this.#key = null;
    this.#freeze(false);
    await this.#keep(false);
    this.#refuse(detail);
  }

  #freeze(isSending) {
    for (const name of ['title', 'first']) this.#field(name).readOnly = isSending;
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
