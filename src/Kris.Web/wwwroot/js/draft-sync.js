// The draft as the server keeps it, for whoever goes on writing on another device. It is sent as it changes, at most
// once a second, and what another device has written is offered, never put in anybody's way.
import { learn, serverNow } from './clock.js';
import { wallClock } from './time.js';
import { uuid7 } from './uuid7.js';

const pace = 1000;
const slow = 10_000;
const timeLimit = 5000;
const shown = 60;
// What a browser lets a page that is closing send.
const farewell = 30_000;

function deviceOf() {
  const name = 'kris.device';
  try {
    const known = localStorage.getItem(name);
    if (known) return known;
    const made = uuid7();
    localStorage.setItem(name, made);
    return made;
  } catch {
    return uuid7();
  }
}

// Made when there is something to write in, and not before.
let device;

export class DraftSync {
  #ids = [];
  #wanted;
  #saved = null;
  // Whose draft it is that has been taken over, until it is saved as this device's own.
  #theirs = null;
  #timer = 0;
  #running = Promise.resolve();
  #left = null;
  #note;
  #take;
  #typed;
  #leave = [];

  /**
   * form: where the offer is shown. take(draft) puts a draft into it; typed() answers what stands there, and with "at"
   * since when.
   */
  constructor(form, { take, typed }) {
    this.#take = take;
    this.#typed = typed;
    this.#note = document.createElement('div');
    this.#note.className = 'note offer';
    this.#note.setAttribute('role', 'status');
    this.#note.hidden = true;
    form.prepend(this.#note);
  }

  open(account, incident) {
    this.close();
    device ??= deviceOf();
    this.#ids = [account, incident];
    const look = () => document.hidden || this.look();
    for (const [target, type] of [[window, 'focus'], [document, 'visibilitychange'], [document, 'kris-connected']]) {
      target.addEventListener(type, look);
      this.#leave.push(() => target.removeEventListener(type, look));
    }
  }

  close() {
    if (this.#wanted !== undefined) this.#flush();
    for (const leave of this.#leave.splice(0)) leave();
    this.#wanted = undefined;
    [this.#saved, this.#theirs] = [null, null];
    this.#withdraw();
  }

  /** The draft as it stands now; null when it is empty, or has become a line. */
  changed(draft) {
    this.#wanted = draft;
    if (this.#timer === 0) this.#timer = setTimeout(() => this.#flush(), draft ? pace : 0);
  }

  // One after the other: what is dropped must not be overtaken by what was saved before it.
  #flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const draft = this.#wanted;
    // What another device has written is not written over before somebody has said so.
    if (draft === undefined || !this.#note.hidden || this.#isOffline()) return;
    this.#wanted = undefined;
    const ids = this.#ids;
    this.#running = this.#running.then(() => this.#send(ids, draft));
  }

  async #ask([account, incident], method, body, query = '') {
    const text = method === 'GET' ? undefined : JSON.stringify(body);
    const response = await fetch(`/api/v1/incidents/${incident}/draft${query}`, {
      method,
      cache: 'no-store',
      keepalive: Boolean(text) && text.length < farewell,
      headers: { 'Content-Type': 'application/json', 'X-Kris': '1', 'X-Kris-Account': account },
      body: text,
      signal: AbortSignal.timeout(timeLimit),
    });
    learn(response);
    return response;
  }

  async #send(ids, draft) {
    try {
      if (draft) {
        const response = await this.#ask(ids, 'PUT', { device, draft });
        if (response.ok) [this.#saved, this.#theirs] = [draft, null];
      } else if (this.#saved) {
        await this.#ask(ids, 'DELETE', {}, `?device=${this.#theirs ?? device}`);
        [this.#saved, this.#theirs] = [null, null];
      }
    } catch {
      // It stands in the browser. The server gets it when it is there again.
      if (this.#wanted === undefined && ids === this.#ids) this.#wanted = draft;
      if (this.#timer === 0) this.#timer = setTimeout(() => this.#flush(), slow);
    }
  }

  #isOffline() {
    return document.body.classList.contains('offline');
  }

  /** Asks whether another device has gone further than this one. */
  async look() {
    if (this.#isOffline() || this.#ids.length === 0) return;
    const ids = this.#ids;
    const found = await this.#find();
    if (ids !== this.#ids || !found) return;
    if (found.device === device) this.#saved = found.draft;
    if (this.#isNews(found)) this.#offer(found, this.#typed());
    else this.#withdraw();
  }

  #isNews({ device: other, savedAt, draft }) {
    const typed = this.#typed();
    const text = draft.text.trim();
    // What has been offered stays so while somebody goes on typing.
    const isNewer = !this.#note.hidden || Date.parse(savedAt) - (serverNow() - Date.now()) > typed.at;
    return other !== device && isNewer && savedAt !== this.#left && text !== '' && text !== typed.text.trim();
  }

  async #find() {
    try {
      const response = await this.#ask(this.#ids, 'GET');
      if (response.status === 204) this.#withdraw();
      return response.status === 200 ? await response.json() : null;
    } catch {
      return null;
    }
  }

  #offer({ draft, savedAt }, typed) {
    const text = draft.text.trim();
    const beginning = text.length > shown ? `${text.slice(0, shown)} …` : text;
    const words = document.createElement('span');
    words.textContent = `Utkast från en annan enhet ${wallClock(Date.parse(savedAt)).clock}: ”${beginning}”`;
    const verb = typed.text.trim() === '' ? 'Ta över' : 'Lägg till';
    // The same offer is left as it stands: somebody may be about to press it.
    const said = `${verb} ${words.textContent}`;
    if (!this.#note.hidden && this.#note.dataset.said === said) return;
    this.#note.dataset.said = said;
    const take = this.#button(verb, () => this.#takeOver());
    const leave = this.#button('Låt vara', () => {
      this.#left = savedAt;
      this.#withdraw();
      this.#flush();
    });
    this.#note.replaceChildren(words, take, leave);
    this.#note.hidden = false;
  }

  #button(text, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'small';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  }

  // As it stands on the other device now, which may have gone on since it was offered.
  async #takeOver() {
    const found = await this.#find();
    this.#withdraw();
    if (!found) return;
    if (found.device !== device) [this.#saved, this.#theirs] = [found.draft, found.device];
    this.#take(found.draft);
  }

  #withdraw() {
    this.#note.hidden = true;
    this.#note.replaceChildren();
  }
}
