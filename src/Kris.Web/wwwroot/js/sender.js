// Sends the account's lines in order until the server has answered for each. One tab at a time sends; all tabs hear.
import { forgetFiles } from './attachment-send.js';
import { linesOf, lookForLines, orderOf, removeLine, retryAfter, writeLine } from './storage.js';
import { sendLine, waits } from './send-line.js';
import { beginAfter } from './uuid7.js';

const pauses = [500, 1000, 2000, 4000, 5000];
const signedOutPause = 30_000;
const stubborn = 5;
const ownFailure = 500;
// How long another tab may be at it. One that the browser has put to sleep keeps its lock.
const patience = 30_000;
const glance = 1000;
const away = [429, 503];
// How long the next line waits for the browser's database to forget the one before.
const removalPatience = 1000;
const senders = new Map();

/** The one sender of the account in this page. It tells "changed" and "saved" ({ key, number, isPending, incident }). */
export function senderFor(account) {
  if (!senders.has(account)) senders.set(account, new Sender(account));
  return senders.get(account);
}

class Sender extends EventTarget {
  /** idle, sending, waiting (for the net or the server) or signed-out. */
  state = 'idle';
  /** Why it is signed-out, or waits although the server answers, in the server's words. */
  why = '';
  /** What it waits for when it does, in words that go after "väntar på". */
  waitsFor = 'nät';
  #account;
  #asked = false;
  #isBlind = false;
  #failures = 0;
  #serverFailures = new Map();
  #timer = 0;
  #patience = patience;
  #channel;

  constructor(account) {
    super();
    this.#account = account;
    this.#channel = new BroadcastChannel(`kris.outbox.${account}`);
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    // What is written in this page comes after what waits, whatever the clock has been set to in between.
    linesOf(account).then(lines => lines.length > 0 && beginAfter(orderOf(lines.at(-1))));
    addEventListener('online', () => this.kick());
    addEventListener('focus', () => this.kick());
    addEventListener('pageshow', () => this.kick());
    addEventListener('kris-adopted', () => this.kick());
    this.kick();
  }

  /** Sends now, without waiting for the pause to end. */
  kick() {
    if (this.#asked) return;
    this.#asked = true;
    clearTimeout(this.#timer);
    this.#alone(() => this.#pass());
  }

  // Locks exist on HTTPS and localhost. Without one two tabs may send the same line, and the key makes it one.
  async #alone(work) {
    let isHad = false;
    const run = async () => {
      this.#asked = false;
      isHad = true;
      await work();
    };
    if (!navigator.locks) return run();
    try {
      const wait = { signal: AbortSignal.timeout(this.#patience) };
      await navigator.locks.request(`kris.sender.${this.#account}`, wait, run);
      this.#patience = patience;
    } catch (failure) {
      if (isHad) throw failure;
      this.#patience = glance;
      await run();
    }
    return undefined;
  }

  async #pass() {
    const held = new Set();
    let outcome = { outcome: 'saved' };
    for (;;) {
      const waiting = await this.#waiting();
      const line = waiting.find(candidate => !held.has(candidate.incident) && !held.has(candidate.key));
      if (!line) break;
      if (this.#failures === 0) this.#become('sending');
      const result = await sendLine(line);
      if (result.outcome === 'unreachable' || result.outcome === 'signed-out') {
        outcome = result;
        break;
      }
      if (result.outcome === 'failed') {
        outcome = result;
        held.add(this.#holdsBack(line, result) ? line.incident : line.key);
      } else {
        await this.#settle(line, result);
      }
    }
    await this.#after(outcome);
  }

  async #waiting() {
    const { lines, isWhole } = await lookForLines(this.#account);
    this.#isBlind = !isWhole;
    return lines.filter(waits);
  }

  // Lines of an incident keep their order for as long as the server, or its database, is away. One that a server which
  // is there fails on again and again does not stop the rest, and a file that does not get through never does.
  #holdsBack(line, { status, isFile, isNewer }) {
    if (isFile && !away.includes(status)) return false;
    if (status !== ownFailure && !isNewer) return true;
    const times = (this.#serverFailures.get(line.key) ?? 0) + 1;
    this.#serverFailures.set(line.key, times);
    return times < stubborn;
  }

  async #settle(line, { outcome, number, isPending, detail, isTaken }) {
    this.#failures = 0;
    if (outcome === 'saved') {
      // Nobody waits for the browser's database to be told what the server has said.
      const removing = removeLine(line);
      this.#tell({ type: 'saved', key: line.key, number, isPending, incident: line.incident });
      await Promise.race([removing, new Promise(late => { setTimeout(late, removalPatience); })]);
      await forgetFiles(line);
    } else {
      await writeLine({ ...line, refused: detail, isTaken });
      this.#tell({ type: 'changed', state: this.state });
    }
  }

  async #after({ outcome, detail = '', after = 0, waitsFor = 'nät' }) {
    const left = (await this.#waiting()).length;
    if (left === 0 || outcome === 'saved') {
      this.#failures = 0;
      this.#become('idle');
      if (left > 0) this.kick();
      else if (this.#isBlind) this.#timer = setTimeout(() => this.kick(), retryAfter);
      return;
    }
    const pause = pauses[Math.min(this.#failures, pauses.length - 1)];
    this.#failures += 1;
    const isNews = this.why !== detail || this.waitsFor !== waitsFor;
    [this.why, this.waitsFor] = [detail, waitsFor];
    this.#become(outcome === 'signed-out' ? 'signed-out' : 'waiting', isNews);
    const wait = outcome === 'signed-out' ? signedOutPause : Math.max(pause, Math.min(after, 60) * 1000);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.kick(), wait);
  }

  #become(state, isNews = false) {
    if (this.state === state && !isNews) return;
    this.state = state;
    this.#tell({ type: 'changed', state, why: this.why, waitsFor: this.waitsFor });
  }

  #tell(news) {
    this.#channel.postMessage(news);
    this.dispatchEvent(new CustomEvent(news.type, { detail: news }));
  }

  #heard(news) {
    if (news.state) this.state = news.state;
    if (news.why !== undefined) [this.why, this.waitsFor] = [news.why, news.waitsFor ?? 'nät'];
    if (news.type === 'saved') this.#failures = 0;
    this.dispatchEvent(new CustomEvent(news.type, { detail: news }));
  }
}
