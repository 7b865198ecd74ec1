// How what storage.js keeps is kept. A write is put down before the function returns its promise, so that a page that dies
// in the next instant has it (stage.js), and the promise is kept when the database has it (records.js). A browser that
// keeps nothing gets memory instead, and the answer false.
import {
  isCopy, isDraft, newest, nextAt, onWritten, packed, readRecords, sweepLater, unpacked, writeRecords,
} from './records.js';
import * as stage from './stage.js';
import { canEncrypt, keysOf, onEmptied } from './vault.js';

/** When a database that did not answer is asked again, in milliseconds. */
export const retryAfter = 5000;

// What this page has written and the database has not yet: it stands above what the database answers.
const ahead = new Map();
// What the database had as it was last read or written, should the browser throw it away; and of drafts, up to when they
// were removed.
const known = new Map();
const readying = new Map();
const channels = new Map();
const listeners = new Map();
let dirty = new Set();
let writing = null;
// When each name was written to the database, while somebody reads there.
const stamps = new Map();
let stamp = 0;
let readers = 0;

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
      for (const [name, entry] of ahead) if (entry.account === account) putDown(name, entry);
    }
  } catch {
    // What is written stays where it was put down, and is moved when the database opens.
    setTimeout(() => readying.delete(account), retryAfter);
  }
  const take = (name, bytes) => adopted(account, name, unpacked(bytes));
  await stage.adopt(account, key, take, () => dispatchEvent(new Event('kris-adopted')));
  await adoptOlder(account);
  sweepLater(account);
  navigator.storage?.persist?.().catch(() => {});
}

// A copy of what others wrote is fetched again, and not put down in the open; that it is to go is.
function putDown(name, entry) {
  const isFor = !entry.isUnstaged && !(isCopy(name) && entry.value !== null);
  entry.isDown = isFor && stage.put(entry.account, name, entry.bytes);
}

// What a page that died has left. Where the database does not answer it stands here until it does (holding).
async function adopted(account, name, left) {
  if (!left || (isCopy(name) && left.value !== null)) return true;
  const { isOver, kept } = await fateOf(account, name, left).catch(() => ({}));
  const here = ahead.get(name);
  const isRemoved = here?.value === null && left.at <= here.over;
  if (isOver || isRemoved) return true;
  if (here?.value || kept) return putBeside(account, name, left.value, here?.value ?? kept.value);
  return put(account, name, left.value, { at: left.at, over: left.over ?? left.at, gives: 'beside' });
}

// Whether what was left has been removed since, and what has been written since in its place.
async function fateOf(account, name, { at, value, over = at }) {
  const { kept, gone } = await newest(account, name);
  const isNewer = kept && (value === null ? kept.at > over : kept.at >= at);
  return { isOver: at <= gone, kept: isNewer ? kept : null };
}

// Another page has written there since. What somebody was writing is not thrown away for that: it stands beside it, as
// what is typed early does.
async function putBeside(account, name, left, kept) {
  if (!isDraft(name) || !left || words(left) === words(kept)) return true;
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
    const mine = [`kris.draft.${account}.`, `kris.line.${account}.`];
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

// Of a draft a removal removes what has been seen here, and not what another page has put down unseen.
function seenOf(name) {
  const { at = 0, value, over } = ahead.get(name) ?? known.get(name) ?? {};
  return value === null ? over : at;
}

// Whether there was no room to put down what is written in the same step. What is moved there stays where it was until
// then: a page that dies now leaves it.
function isUndown(account, name) {
  const entry = ahead.get(name);
  return entry?.account === account && entry.value !== null && !entry.isDown && !isCopy(name);
}

/**
 * Writes a value, or with null removes what stands there. The promise answers whether it survives the page. What "gives"
 * was not written now, and gives way to what the database has of later: with "beside" its words are kept all the same.
 */
export function put(account, name, value, { at = nextAt(), over, gives = null } = {}) {
  const before = ahead.get(name);
  const isUnstaged = value === null && [...dirty].some(other => isUndown(account, other));
  if (before?.gives === 'beside' && value !== null) putBeside(account, name, before.value, value);
  const entry = { account, value, at, gives: value === null ? gives ?? before?.gives : gives, isUnstaged };
  if (value === null) entry.over = over ?? (isDraft(name) ? seenOf(name) : at);
  entry.bytes = packed({ at, value, over: entry.over });
  putDown(name, entry);
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
  let current;
  try {
    current = await holding(account, entries);
    await writeRecords(account, current);
  } catch {
    for (const [name, entry] of entries) {
      if (isCopy(name) && entry.value !== null && ahead.get(name) === entry) ahead.delete(name);
      entry.settle(entry.isDown);
    }
    setTimeout(() => again(entries.map(([name]) => name)), retryAfter);
    return;
  }
  for (const [name, entry] of current) know(name, entry);
  stamp += 1;
  for (const [name, entry] of entries) {
    if (readers > 0) stamps.set(name, stamp);
    if (ahead.get(name) === entry) {
      ahead.delete(name);
      stage.drop(account, name);
    }
    entry.settle(true);
  }
  channel(account)?.postMessage(entries.map(([name]) => name));
}

// Those of the entries that hold. What was left somewhere, and could not be compared before, is compared now.
async function holding(account, entries) {
  const found = [];
  for (const [name, entry] of entries) {
    const { isOver, kept } = entry.gives ? await fateOf(account, name, entry) : {};
    if (kept && entry.gives === 'beside') putBeside(account, name, entry.value, kept.value);
    if (!isOver && !kept) found.push([name, entry]);
  }
  return found;
}

function again(names) {
  for (const name of names) if (ahead.has(name)) dirty.add(name);
  if (dirty.size > 0) writing ??= drain();
}

function know(name, entry) {
  if (isCopy(name)) return;
  if (entry.value !== null || isDraft(name)) known.set(name, entry);
  else known.delete(name);
}

/**
 * The values under a prefix, by name, as they stand when the answer comes, and isWhole. A database that did not answer
 * may have more than this page has written itself, and is no database that has nothing.
 */
export async function look(account, prefix) {
  await ready(account);
  let found;
  let seen;
  readers += 1;
  do {
    seen = stamp;
    found = await readRecords(account, prefix).catch(() => null);
  } while ([...stamps].some(([name, at]) => at > seen && name.startsWith(prefix)));
  readers -= 1;
  if (readers === 0) stamps.clear();
  const isWhole = found !== null;
  for (const [name, { value }] of isWhole ? [...known] : []) {
    if (value !== null && name.startsWith(prefix) && !found.has(name)) known.delete(name);
  }
  const values = new Map();
  for (const [name, { at, value }] of found ?? []) {
    know(name, { account, at, value });
    values.set(name, value);
  }
  for (const [name, entry] of ahead) {
    if (name.startsWith(prefix)) values.set(name, entry.value);
  }
  return { values: new Map([...values].filter(([, value]) => value)), isWhole };
}

/** Whether what stands under a name survives the page; where nothing is on its way there it does. */
export const isDown = name => ahead.get(name)?.isDown ?? true;

/** The values that are on their way. */
export const onTheWay = account =>
  [...ahead.values()].filter(entry => entry.account === account).map(entry => entry.value);

function channel(account) {
  if (!channels.has(account)) {
    const made = new BroadcastChannel(`kris.store.${account}`);
    made.onmessage = ({ data }) => {
      for (const name of data) tell(account, name);
      // What is known here is what stands there now.
      for (const name of data) if (!isCopy(name)) look(account, name);
    };
    onWritten(account, name => tell(account, name));
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

// What waits is not lost with a database that the browser threw away, nor is what was staged with a key that lay in it.
onEmptied(() => {
  const accounts = [...readying.keys()];
  stage.forgetKeys();
  readying.clear();
  for (const [name, entry] of ahead) {
    putDown(name, entry);
    dirty.add(name);
  }
  for (const [name, { account, value, at }] of known) {
    if (value !== null && !ahead.has(name)) put(account, name, value, { at, gives: 'way' });
  }
  for (const account of accounts) ready(account);
  if (dirty.size > 0) writing ??= drain();
  for (const account of listeners.keys()) tell(account, null);
});
