// The draft as the server keeps it, for whoever goes on writing on another device. It is sent as it changes, at most
// once a second, each device's beside the other's. What another device has written is offered, never put in anybody's
// way; and where another one has taken over, that is said here.
import { learn, serverNow } from './clock.js';
import { thisDevice } from './device.js';
import { isEmptyDraft, signature } from './draft-merge.js';
import { DraftNote } from './draft-note.js';
import { hasRunOut } from './here.js';
import { keep, keptUnder } from './storage.js';
import { wallClock } from './time.js';

const pace = 1000;
const slow = 10_000;
const timeLimit = 5000;
const shown = 60;
// What a browser lets a page that is closing send.
const farewell = 30_000;
// How many devices' drafts are looked at.
const most = 10;

let device;

// What has been left alone, by device. An older Kris kept the one that it showed.
const asLeft = kept => (typeof kept === 'string' ? { '': kept } : kept ?? {});

// A server that has too much to do, or is on its way up, has not said no. Nor has one that does not know who is asking:
// whoever logs in again, in another tab too, has the draft there when the page is looked at.
const isBusy = ({ status }) => status >= 500 || status === 429 || status === 408 || status === 425;
const isUnknown = ({ status }) => status === 401;

export class DraftSync {
  #ids = [];
  #wanted;
  // What is sent when the one that is on its way has been answered: { ids, draft }.
  #next = null;
  // What the server has from here; nothing when it has nothing, and undefined before anybody knows.
  #saved;
  // The devices whose drafts have been taken over, until this one's is saved in their place.
  #theirs = [];
  #timer = 0;
  #running = Promise.resolve();
  #isRunning = false;
  #left = null;
  #isOut = false;
  #note;
  #acts;
  #leave = [];

  /**
   * form: where the offer is shown. take(draft) puts a draft into it and answers why not, if it cannot; typed() answers
   * what stands there, and with "at" since when; saved(draft) hears what the server has; drop() empties the form;
   * keepAsOwn() makes another line of what stands there.
   */
  constructor(form, acts) {
    this.#acts = acts;
    this.#note = new DraftNote(form);
  }

  open(account, incident) {
    this.close();
    device = thisDevice();
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
    [this.#saved, this.#theirs, this.#left] = [undefined, [], null];
    this.#note.withdraw();
  }

  /** What this browser knows that the server had, from before the page was opened. */
  expect(draft) {
    this.#saved ??= draft ?? undefined;
  }

  /** The draft as it stands now; null when it is empty, or has become a line. */
  changed(draft) {
    this.#wanted = draft;
    // What is a line by now is not left to be taken over for as long as a server that did not answer is left alone.
    if (!draft) this.#rest();
    if (this.#timer === 0) this.#timer = setTimeout(() => this.#flush(), draft ? pace : 0);
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  // One after the other: what is dropped must not be overtaken by what was saved before it. While the server is silent
  // one is on its way, and behind it stands the newest alone.
  #flush() {
    this.#rest();
    const draft = this.#wanted;
    if (draft === undefined || this.#isOffline()) return;
    this.#wanted = undefined;
    if (this.#next?.ids === this.#ids) {
      this.#next.draft = draft;
      return;
    }
    const asked = this.#next = { ids: this.#ids, draft };
    this.#running = this.#running.then(async () => {
      if (this.#next === asked) this.#next = null;
      this.#isRunning = true;
      await this.#send(asked.ids, asked.draft);
      this.#isRunning = false;
    });
  }

  // below: what stands behind the address, as /key or ?device=
  async #ask([account, incident], method, body, below = '') {
    const text = method === 'GET' ? undefined : JSON.stringify(body);
    const response = await fetch(`/api/v1/incidents/${incident}/draft${below}`, {
      method,
      cache: 'no-store',
      keepalive: Boolean(text) && text.length < farewell,
      headers: { 'Content-Type': 'application/json', 'X-Kris': '1', 'X-Kris-Account': account },
      body: text,
      signal: AbortSignal.timeout(timeLimit),
    });
    learn(response);
    this.#isOut = isUnknown(response);
    return response;
  }

  async #send(ids, draft) {
    try {
      const isSettled = await (draft ? this.#save(ids, draft) : this.#erase(ids, device));
      // What was taken over stays where it was until it is kept as this device's.
      const isKept = !draft || this.#saved === draft;
      if (isSettled && (!isKept || await this.#eraseTheirs(ids))) return;
    } catch {
      // It stands in the browser. The server gets it when it is there again.
    }
    const isNewest = this.#wanted === undefined && this.#next === null;
    if (isNewest && ids === this.#ids) this.#wanted = draft;
    if (this.#timer === 0 && !this.#isOut) this.#timer = setTimeout(() => this.#flush(), slow);
  }

  // Answers whether it is settled: a no in the server's words is, until something else is typed.
  async #save(ids, draft) {
    const response = await this.#ask(ids, 'PUT', { device, draft });
    if (response.ok && ids === this.#ids) {
      this.#saved = draft;
      this.#acts.saved(draft);
    }
    return !isBusy(response) && !isUnknown(response);
  }

  async #erase(ids, from) {
    if (from === device && this.#saved === null) return true;
    const response = await this.#ask(ids, 'DELETE', {}, `?device=${from}`);
    if (response.ok && from === device && ids === this.#ids) this.#saved = null;
    return !isBusy(response) && !isUnknown(response);
  }

  async #eraseTheirs(ids) {
    for (const from of [...this.#theirs]) {
      if (!await this.#erase(ids, from)) return false;
      this.#theirs = this.#theirs.filter(other => other !== from);
    }
    return true;
  }

  // On the page without a server somebody may go on writing when it is back. In whose name, where the login has run out,
  // is said there first.
  #isOffline() {
    const { classList } = document.body;
    return classList.contains('offline') && (!classList.contains('back') || hasRunOut());
  }

  /** Asks whether another device has gone further than this one, or has taken over from it. */
  async look() {
    if (this.#isOffline() || this.#ids.length === 0) return;
    const [ids, before] = [this.#ids, this.#saved];
    const [account, incident] = ids;
    const name = `left.${account}.${incident}`;
    const [own, left] = await Promise.all([this.#find(`?device=${device}`), keptUnder(account, name)]);
    this.#left ??= asLeft(left.get(''));
    const [other, where] = await Promise.all([this.#other(), own === null ? this.#whereIs(before) : undefined]);
    if (ids !== this.#ids) return;
    if (own) this.#saved = own.draft;
    else if (own === null && this.#isStill(before)) {
      if (where === 'elsewhere' && this.#isAsTyped(before)) return this.#tellTaken();
      if (where !== 'unknown') this.#saved = null;
      // The server had no room for it. As it is written in here, it is the latest again.
      if (where === 'nowhere' && this.#isAsTyped(before)) this.changed(this.#acts.typed());
    }
    if (this.#note.about === 'taken') this.#note.withdraw();
    if (other) this.#offer(other, this.#acts.typed());
    else if (other !== undefined) this.#note.withdraw();
    if (this.#wanted !== undefined) this.#flush();
  }

  // The first that is news. What is left alone, or says the same as what stands here, hides no other behind it.
  async #other() {
    let behind = '';
    for (let i = 0; i < most; i += 1) {
      const found = await this.#find(`?besides=${device}${behind}`);
      if (!found) return i === 0 ? found : null;
      if (this.#isNews(found)) return found;
      behind = `&before=${encodeURIComponent(found.savedAt)}`;
    }
    return null;
  }

  // Where a draft is that the server had from here and has no more: elsewhere, nowhere, or unknown where it does not say.
  async #whereIs(before) {
    if (!before || isEmptyDraft(before)) return 'nowhere';
    if (!before.key) return 'elsewhere';
    const place = await this.#find(`/${before.key}`);
    if (!place) return 'unknown';
    return place.device || place.line ? 'elsewhere' : 'nowhere';
  }

  #isAsTyped(before) {
    return Boolean(before) && !isEmptyDraft(before) && signature(before) === signature(this.#acts.typed());
  }

  #isStill(before) {
    return !this.#isRunning && this.#next === null && this.#wanted === undefined && before === this.#saved;
  }

  #tellTaken() {
    this.#saved = null;
    this.#note.say('taken', 'Utkastet togs över på en annan enhet.', {
      Töm: () => {
        this.#note.withdraw();
        this.#acts.drop();
      },
      Behåll: () => {
        this.#note.withdraw();
        this.#acts.keepAsOwn();
      },
    });
  }

  #isNews({ savedAt, draft, device: from }) {
    const typed = this.#acts.typed();
    // What has been offered stays so while somebody goes on typing.
    const isNewer = this.#note.about === 'offer' || Date.parse(savedAt) - (serverNow() - Date.now()) > typed.at;
    const isOther = !isEmptyDraft(draft) && signature(draft) !== signature(typed);
    return isNewer && isOther && savedAt !== this.#left?.[from] && savedAt !== this.#left?.[''];
  }

  // null when there is none, and nothing when the server did not say.
  async #find(query) {
    try {
      const response = await this.#ask(this.#ids, 'GET', null, query);
      if (response.status === 204) return null;
      return response.status === 200 ? await response.json() : undefined;
    } catch {
      return undefined;
    }
  }

  #offer({ draft, savedAt, device: from }, typed) {
    const text = draft.text?.trim() || draft.attachments?.[0]?.name || 'utan text';
    const beginning = text.length > shown ? `${text.slice(0, shown)} …` : text;
    const words = `Utkast från en annan enhet ${wallClock(Date.parse(savedAt)).clock}: ”${beginning}”`;
    this.#note.say('offer', words, {
      [isEmptyDraft(typed) ? 'Ta över' : 'Lägg till']: () => this.#takeOver(from),
      'Låt vara': () => {
        this.#left = { ...this.#left, [from]: savedAt };
        keep(this.#ids[0], `left.${this.#ids.join('.')}`, this.#left);
        this.#note.withdraw();
        this.look();
      },
    });
  }

  // As it stands on the other device now, which may have gone on since it was offered.
  async #takeOver(from) {
    const found = await this.#find(`?device=${from}`);
    if (!found) {
      this.#note.withdraw();
      return;
    }
    // Where the two cannot be one, the offer stands until this one is a line.
    if (this.#acts.take(found.draft)) return;
    this.#note.withdraw();
    this.#theirs = [...this.#theirs, from];
  }
}
