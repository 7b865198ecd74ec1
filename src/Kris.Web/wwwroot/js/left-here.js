// <kris-left>: what somebody has written and may not send from where they are now, a duty having been withdrawn: shown
// in full, to be copied or printed. It stays where it is, and what was written in time is still sent.
import { draftsHere } from './only-here.js';
import { senderFor } from './sender.js';
import { linesOf, onChange } from './storage.js';
import { account, element, status, takeAlong } from './take-along.js';
import { described } from './waiting-text.js';

const find = async () => [...await linesOf(account), ...await draftsHere(account)];

class KrisLeft extends HTMLElement {
  #leave = [];

  connectedCallback() {
    const show = () => this.#show();
    const sender = senderFor(account);
    for (const type of ['changed', 'saved']) {
      sender.addEventListener(type, show);
      this.#leave.push(() => sender.removeEventListener(type, show));
    }
    this.#leave.push(onChange(account, show));
    show();
  }

  disconnectedCallback() {
    for (const leave of this.#leave.splice(0)) leave();
  }

  async #show() {
    const lines = await find();
    this.hidden = lines.length === 0;
    if (!this.firstChild && lines.length > 0) this.#build();
    this.querySelector('ul')?.replaceChildren(...described(lines).map(({ when, kind, text }) => {
      const head = element('p', 'sub', `${when} ${kind}`);
      return element('li', '', head, element('p', 'text', text));
    }));
  }

  #build() {
    this.dataset.waiting = '';
    const list = element('ul', 'outbox left');
    list.setAttribute('aria-label', 'Det du har skrivit');
    const words = 'Det ligger kvar i den här webbläsaren, och ingen annan som loggar in kan se det. Det som du sparade '
      + 'medan du hade uppgiften skickas av sig självt, utom rättelser: dem får någon annan skriva.';
    const buttons = element('div', 'buttons', ...takeAlong(find));
    buttons.dataset.noCircuit = '';
    this.append(element('h2', '', 'Det du har skrivit ligger kvar'), element('p', '', words), list, buttons, status());
  }
}

export function showLeft() {
  if (!customElements.get('kris-left')) customElements.define('kris-left', KrisLeft);
}
