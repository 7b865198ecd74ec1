// <kris-composer>: writes a line in an incident's log without the circuit. It builds its own form (writing-place.js), has
// no children of Blazor's, keeps every input, restores on connect, and may be made, moved and changed by Blazor at any
// time.
import { leave, placeFor } from './handover.js';
import { senderFor } from './sender.js';
import { living, WritingPlace } from './writing-place.js';

/** Keeps what was typed in the composers. Each input is kept as it comes, so this is the belt to the braces. */
export function flushDrafts() {
  return Promise.all([...living].map(place => place.flush()));
}

class KrisComposer extends HTMLElement {
  static observedAttributes = ['incident', 'account', 'may-kinds', 'may-behalf', 'closed', 'legal-bases'];
  #place = null;

  connectedCallback() {
    this.#place = placeFor(this, element => new WritingPlace(element));
  }

  disconnectedCallback() {
    leave(this, this.#place);
    this.#place = null;
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#place || before === after) return;
    if (name === 'incident' || name === 'account') this.#place.open();
    else this.#place.dress();
  }
}

document.addEventListener('kris-flush', event => event.detail.waitUntil(flushDrafts()));
if (!customElements.get('kris-composer')) customElements.define('kris-composer', KrisComposer);
// A page without a composer still delivers what waits: <meta name="kris-account" content="uuid">.
const signedIn = document.querySelector('meta[name="kris-account"]')?.content;
if (signedIn) senderFor(signedIn);
