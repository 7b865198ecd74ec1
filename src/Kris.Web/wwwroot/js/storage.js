// What a person has written and the server has not: drafts and lines, per account; what is attached to them stands in
// blobs.js. All of it goes through here. A write is put down before the function returns its promise, so that a page
// that dies in the next instant has it (stage.js), and the promise is kept when the encrypted database has it (vault.js).
// A browser that has neither gets memory instead, and the answer false.
import * as stage from './stage.js';
import { canEncrypt, keysOf, onEmptied, readRecords, writeRecords } from './vault.js';

const draftName = (account, incident) => `kris.draft.${account}.${incident}`;
const linePrefix = account => `kris.line.${account}.`;
/** What sorts the account's lines. Their keys were made as their drafts began. */
export const orderOf = line => line.order ?? line.key;
// Two that became of one draft lie beside each other.
const lineName = line => `${linePrefix(line.account)}${line.incident}.${orderOf(line)}`;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** When a database that did not answer is asked again, in milliseconds. */
export const retryAfter = 5000;

// What this page has written and the database has not yet: it stands above what the database answers.
const ahead = new Map();
const readying = new Map();
const channels = new Map();
const listeners = new Map();
let dirty = new Set();
let writing = null;
// When each name was last written to the database.
const stamps = new Map();
let stamp = 0;

const packed = value => encoder.encode(JSON.stringify({ at: Date.now(), value }));

function unpacked(bytes) {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
}

/** Opens the account's store: its keys, what an older Kris left in the open, and what pages that died left behind. */
export function ready(account) {
  if (!readying.has(account)) readying.set(account, prepare(account));
  return readying.get(account);
}

async function prepare(account) {
  let key = null;
  try {
    if (canEncrypt) key = (await keysOf(account)).stage;
    if (key) {
      await stage.maskWith(account, key);
      // What was put down before the key was at hand lies in the open until the database has it: from here on masked.
      for (const [name, entry] of ahead) {
        if (entry.account === account) entry.isDown = stage.put(account, name, entry.bytes);
      }
    }
  } catch {
    // What is written stays where it was put down, and is moved when the database opens.
    setTimeout(() => readying.delete(account), retryAfter);
  }
  const take = (name, bytes) => adopted(account, name, unpacked(bytes));
  await stage.adopt(account, key, take, () => dispatchEvent(new Event('kris-adopted')));
  await adoptOlder(account);
  navigator.storage?.persist?.().catch(() => {});
}

async function adopted(account, name, left) {
  if (!left) return true;
  const kept = ahead.get(name)
    ?? await readRecords(account, name).then(found => unpacked(found.get(name)), () => null);
  if (kept && (ahead.has(name) || kept.at > left.at)) return keptBeside(account, name, left.value, kept.value);
  return put(account, name, left.value);
}

// Another page has written there since. What somebody was writing is not thrown away for that: it stands beside it, as
// what is typed early does.
async function keptBeside(account, name, left, kept) {
  if (!name.startsWith(`kris.draft.${account}.`) || !left || words(left) === words(kept)) return true;
  const mark = crypto.getRandomValues(new Uint32Array(2)).join('-');
  return put(account, `${name.replace('kris.draft.', 'kris.early.')}.${mark}`, left);
}

// When it was kept, where else it is and which line it becomes is nothing that somebody typed.
function words(draft) {
  const { at, kept, atServer, key, ...typed } = draft ?? {};
  return JSON.stringify(typed);
}

// Kris kept its drafts and lines in the open in localStorage before it kept them here.
async function adoptOlder(account) {
  try {
    const mine = [`kris.draft.${account}.`, linePrefix(account)];
    const names = Object.keys(localStorage).filter(name => mine.some(prefix => name.startsWith(prefix)));
    for (const name of names) {
      const value = JSON.parse(localStorage.getItem(name));
      if (value && !ahead.has(name) && !await put(account, name, value)) continue;
      localStorage.removeItem(name);
    }
  } catch {
    // There is nothing that can be read.
  }
}

/** Writes a value, or with null removes what stands there. The promise answers whether it survives the page. */
function put(account, name, value) {
  const bytes = packed(value);
  const before = ahead.get(name);
  const entry = { account, value, bytes, isDown: stage.put(account, name, bytes) };
  entry.done = new Promise(resolve => { entry.settle = resolve; });
  // Whoever waits for what this replaces waits for this.
  if (before) entry.done.then(before.settle);
  ahead.set(name, entry);
  dirty.add(name);
  writing ??= drain();
  return entry.done;
}

async function drain() {
  // What is asked for in one turn is written in one step.
  await null;
  while (dirty.size > 0) {
    const names = [...dirty];
    dirty = new Set();
    const byAccount = new Map();
    for (const name of names) {
      const entry = ahead.get(name);
      if (entry) byAccount.set(entry.account, [...(byAccount.get(entry.account) ?? []), [name, entry]]);
    }
    for (const [account, entries] of byAccount) await write(account, entries);
  }
  writing = null;
}

async function write(account, entries) {
  try {
    if (!canEncrypt) throw new Error('Nothing to encrypt with.');
    await writeRecords(account, entries.map(([name, { value, bytes }]) => [name, value === null ? null : bytes]));
  } catch {
    for (const [name, entry] of entries) {
      entry.settle(entry.isDown);
      if (canEncrypt) setTimeout(() => again(name), retryAfter);
    }
    return;
  }
  stamp += 1;
  for (const [name, entry] of entries) {
    stamps.set(name, stamp);
    if (ahead.get(name) === entry) {
      ahead.delete(name);
      stage.drop(account, name);
    }
    entry.settle(true);
  }
  channel(account)?.postMessage(entries.map(([name]) => name));
}

function again(name) {
  if (!ahead.has(name)) return;
  dirty.add(name);
  writing ??= drain();
}

/**
 * The values under a prefix, by name, as they stand when the answer comes, and isWhole. A database that did not answer
 * may have more than this page has written itself, and is no database that has nothing.
 */
async function look(account, prefix) {
  await ready(account);
  let found;
  let seen;
  do {
    seen = stamp;
    found = canEncrypt ? await readRecords(account, prefix).catch(() => null) : new Map();
  } while ([...stamps].some(([name, at]) => at > seen && name.startsWith(prefix)));
  const values = new Map([...found ?? []].map(([name, bytes]) => [name, unpacked(bytes)?.value]));
  for (const [name, entry] of ahead) {
    if (name.startsWith(prefix)) values.set(name, entry.value);
  }
  return { values: new Map([...values].filter(([, value]) => value)), isWhole: found !== null };
}

/** The draft, if there is one, with in "kept" whether it survives the page; and isWhole, as above. */
export async function lookForDraft(account, incident) {
  const name = draftName(account, incident);
  const { values, isWhole } = await look(account, name);
  const draft = values.get(name);
  return { draft: draft ? { ...draft, kept: ahead.get(name)?.isDown ?? true } : null, isWhole };
}

/** Answers whether it survives the page. */
export async function writeDraft(account, incident, draft) {
  return put(account, draftName(account, incident), draft);
}

export async function dropDraft(account, incident) {
  await put(account, draftName(account, incident), null);
}

/**
 * Moves what was a draft to the lines that are to be sent, in one step. Answers whether it survives the page.
 * @param isDraft false where the draft that is kept is another, which has not been read yet and stays.
 */
export async function enqueue(line, isDraft = true) {
  const keeping = put(line.account, lineName(line), line);
  if (isDraft) put(line.account, draftName(line.account, line.incident), null);
  return keeping;
}

export async function writeLine(line) {
  return put(line.account, lineName(line), line);
}

export async function removeLine(line) {
  await put(line.account, lineName(line), null);
}

/** The account's lines in the order in which they were written; of one incident, if it is named. */
export async function linesOf(account, incident = null) {
  return (await lookForLines(account, incident)).lines;
}

/** The same, and whether they are all: isWhole. */
export async function lookForLines(account, incident = null) {
  const { values, isWhole } = await look(account, incident ? `${linePrefix(account)}${incident}.` : linePrefix(account));
  return { lines: [...values.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)), isWhole };
}

/** Keeps something else of the account's; with null it is forgotten. The name begins with what it is. */
export async function keep(account, name, value) {
  return put(account, `kris.${name}`, value);
}

/** What is kept under the beginning of a name, as a Map from the rest of it. */
export async function keptUnder(account, name) {
  return (await lookUnder(account, name)).found;
}

/** The same, and whether it is all: isWhole. */
export async function lookUnder(account, name) {
  const prefix = `kris.${name}`;
  const { values, isWhole } = await look(account, prefix);
  return { found: new Map([...values].map(([full, value]) => [full.slice(prefix.length), value])), isWhole };
}

/**
 * The keys of the files that the account's drafts and lines name. A database that does not answer is an error here, for
 * it says nothing of what is named.
 */
export async function namedFiles(account) {
  await ready(account);
  const prefixes = [`kris.draft.${account}.`, `kris.early.${account}.`, linePrefix(account)];
  const found = await Promise.all(prefixes.map(prefix => readRecords(account, prefix)));
  const kept = found.flatMap(records => [...records.values()]).map(bytes => unpacked(bytes)?.value);
  const onTheWay = [...ahead.values()].filter(entry => entry.account === account).map(entry => entry.value);
  return new Set([...kept, ...onTheWay].flatMap(value => value?.attachments ?? []).map(file => file.key));
}

function channel(account) {
  if (!channels.has(account)) {
    const made = new BroadcastChannel(`kris.store.${account}`);
    made.onmessage = ({ data }) => {
      for (const name of data) tell(account, name);
    };
    channels.set(account, made);
  }
  return channels.get(account);
}

function tell(account, name) {
  for (const listener of [...(listeners.get(account) ?? [])]) listener(name);
}

/** Calls the listener when another tab has changed something of the account's; with null when the store was emptied. */
export function onChange(account, listener) {
  channel(account);
  if (!listeners.has(account)) listeners.set(account, new Set());
  listeners.get(account).add(listener);
  return () => listeners.get(account).delete(listener);
}

onEmptied(() => {
  for (const account of listeners.keys()) tell(account, null);
});
