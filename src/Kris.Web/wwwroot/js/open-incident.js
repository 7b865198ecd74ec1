// <kris-open-incident>: two fields and a button. Like the composer it builds its own form, keeps every input, and asks
// the server until it has answered: the key is made once, so asking again cannot open the incident twice.
import { announce } from './live.js';
import { dropDraft, readDraft, writeDraft } from './storage.js';
import { uuid7 } from './uuid7.js';

const place = 'ny-handelse';
const pauses = [500, 1000, 2000, 5000];
const timeLimit = 10_000;

class KrisOpenIncident extends HTMLElement {
  #form;
  #key = null;
  #sending = false;

  async connectedCallback() {
    if (this.#form) return;
    this.#build();
    const draft = await readDraft(this.#account, place);
    if (!draft) return;
    this.#field('title').value ||= draft.title;
    this.#field('first').value ||= draft.firstLine;
    this.#key = draft.key;
    // It was being sent when the page went away: whether it arrived, the same key will tell.
    if (draft.isSent) this.#send();
  }

  get #account() {
    return this.getAttribute('account') ?? '';
  }

  #field(name) {
    return this.#form.elements[name];
  }

  #build() {
    this.innerHTML = `
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
    this.#form = this.querySelector('form');
    this.#form.addEventListener('input', () => this.#keep(false));
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    this.#field('title').focus();
  }

  #keep(isSent) {
    const title = this.#field('title').value;
    const firstLine = this.#field('first').value;
    return writeDraft(this.#account, place, { title, firstLine, key: this.#key, isSent, at: Date.now() });
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
      if (await this.#ask()) break;
      this.#say('väntar på nät, försöker igen …');
      await new Promise(resume => setTimeout(resume, pauses[Math.min(tries, pauses.length - 1)]));
    }
    this.#sending = false;
  }

  // Answers whether the server has answered.
  async #ask() {
    this.#say('skickas …');
    let response;
    let answer;
    try {
      response = await fetch('/api/v1/incidents', {
        method: 'POST',
        credentials: 'same-origin',
        redirect: 'error',
        headers: { 'Content-Type': 'application/json', 'X-Kris': '1', 'X-Kris-Account': this.#account },
        body: JSON.stringify({
          key: this.#key,
          title: this.#field('title').value,
          firstLine: this.#field('first').value || undefined,
          duty: this.getAttribute('duty') || undefined,
        }),
        signal: AbortSignal.timeout(timeLimit),
      });
      answer = await response.json().catch(() => null);
    } catch {
      return false;
    }
    if (response.ok && answer?.id) {
      await dropDraft(this.#account, place);
      location.assign(`/handelser/${answer.id}`);
      return true;
    }
    if (response.status >= 500 || response.status === 429 || response.ok) return false;
    // Refused: what comes next is another request and needs another key.
    this.#key = null;
    this.#freeze(false);
    await this.#keep(false);
    this.#refuse(response.status === 401
      ? 'Du är utloggad. Det du skrev står kvar; logga in igen.'
      : answer?.detail ?? `Servern tog inte emot händelsen (svar ${response.status}).`);
    return true;
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

if (!customElements.get('kris-open-incident')) customElements.define('kris-open-incident', KrisOpenIncident);
