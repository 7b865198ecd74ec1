// The moment between a keystroke and the disk. A database answers later, and a page can die now: what is to be written
// is first put in localStorage, which is done before the function returns, and taken away when the database has it.
// It is masked with a keystream that was made beforehand, because encryption answers later too. What a page that died
// left here is adopted by the next one; a page that lives holds a lock that says so.
const prefix = 'kris.stage|';
const size = 1 << 18;
const block = 16;
const tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');
const streams = new Map();
// The key as it was last known, and the pages that are waited for.
const latest = new Map();
const awaited = new Set();

navigator.locks?.request(`kris.page.${tab}`, () => new Promise(() => {}));

class Keystream {
  #key;
  #chunks = [];
  #filling = false;

  constructor(key) {
    this.#key = key;
  }

  async fill() {
    if (this.#filling) return;
    this.#filling = true;
    while (this.#chunks.length < 2) {
      const counter = crypto.getRandomValues(new Uint8Array(block));
      counter.fill(0, 12);
      const parameters = { name: 'AES-CTR', counter, length: 32 };
      const made = await crypto.subtle.encrypt(parameters, this.#key, new Uint8Array(size));
      this.#chunks.push({ counter, bytes: new Uint8Array(made), used: 0 });
    }
    this.#filling = false;
  }

  /** No byte is given twice. Nothing when there is not enough at hand. */
  take(length) {
    const needed = Math.ceil(length / block) * block;
    while (this.#chunks.length > 0 && size - this.#chunks[0].used < needed) this.#chunks.shift();
    if (this.#chunks.length < 2) this.fill();
    const [chunk] = this.#chunks;
    if (!chunk) return null;
    const counter = chunk.counter.slice();
    new DataView(counter.buffer).setUint32(12, chunk.used / block);
    const bytes = chunk.bytes.subarray(chunk.used, chunk.used + length);
    chunk.used += needed;
    return { counter, bytes };
  }
}

/** From now on the account's words are masked. */
export function maskWith(account, key) {
  if (streams.has(account)) return streams.get(account).fill();
  streams.set(account, new Keystream(key));
  return streams.get(account).fill();
}

/** The keys are gone: what is masked with them nobody can read. */
export function forgetKeys() {
  streams.clear();
  latest.clear();
}

function toText(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

const toBytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

// Before the key is at hand, in the first moments of a page, the words are put down as they are: better that than lost.
function masked(account, bytes) {
  const stream = streams.get(account)?.take(bytes.length);
  if (!stream) return `p${toText(bytes)}`;
  const out = new Uint8Array(block + bytes.length);
  out.set(stream.counter);
  for (let i = 0; i < bytes.length; i += 1) out[block + i] = bytes[i] ^ stream.bytes[i];
  return `e${toText(out)}`;
}

async function unmasked(text, key) {
  const bytes = toBytes(text.slice(1));
  if (text[0] === 'p') return bytes;
  const parameters = { name: 'AES-CTR', counter: bytes.slice(0, block), length: 32 };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, bytes.slice(block)));
}

/** Puts down what is on its way; answers whether it is there. */
export function put(account, name, bytes) {
  // More than any keystream covers would lie in the open.
  if (bytes.length > size) return false;
  try {
    localStorage.setItem(`${prefix}${tab}|${account}|${name}`, masked(account, bytes));
    return true;
  } catch {
    return false;
  }
}

export function drop(account, name) {
  try {
    localStorage.removeItem(`${prefix}${tab}|${account}|${name}`);
  } catch {
    // It was never there.
  }
}

/** Takes away what any page of any account's put down under such names. */
export function forgetStaged(isIt) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) && isIt(key.split('|')[3] ?? '')) localStorage.removeItem(key);
    }
  } catch {
    // Nothing is kept here.
  }
}

function left(account) {
  const found = [];
  try {
    for (let i = 0; i < localStorage.length; i += 1) {
      const key = localStorage.key(i);
      const [, of, whose, name] = key.split('|');
      if (key.startsWith(prefix) && of !== tab && whose === account) found.push({ key, of, name });
    }
  } catch {
    // Nothing is kept here.
  }
  return found;
}

async function adoptFrom(entries, key, take) {
  for (const entry of entries) {
    const text = localStorage.getItem(entry.key);
    // What is masked waits for the key.
    if (text === null || (text[0] === 'e' && !key)) continue;
    try {
      const bytes = await unmasked(text, key);
      if (!await take(entry.name, bytes)) continue;
    } catch {
      // Half a write, or a key that is gone: nobody can read it.
    }
    localStorage.removeItem(entry.key);
  }
  return entries.length > 0;
}

/**
 * Gives what pages that died have left of the account's to take(name, bytes), which answers whether it is kept. A page
 * that lives, or is on its way out, holds its lock: what it leaves is taken when it has gone, and later() is told.
 */
export async function adopt(account, key, take, later) {
  latest.set(account, key);
  for (const of of new Set(left(account).map(entry => entry.of))) {
    const work = () => adoptFrom(left(account).filter(entry => entry.of === of), latest.get(account), take);
    const lock = `kris.page.${of}`;
    if (!navigator.locks) await work();
    else if (!await navigator.locks.request(lock, { ifAvailable: true }, async free => free && (await work(), true))) {
      if (awaited.has(`${of} ${account}`)) continue;
      awaited.add(`${of} ${account}`);
      navigator.locks.request(lock, work).then(taken => taken && later());
    }
  }
}
