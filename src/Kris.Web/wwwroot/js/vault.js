// What is kept in this browser, encrypted: a database with one non-extractable key for each account, which lies there
// too. Whoever reads the files sees identities and sizes, and nothing that was written; whoever owns the browser can
// open it as we do. A record is bound to its name, so that none passes for another.
const openLimit = 5000;
const answerLimit = 10_000;
// What a slow disk takes of a file, in bytes a millisecond.
const slowest = 500;
const keys = new Map();
const encoder = new TextEncoder();
let opening = null;
let emptied = () => {};

/** Both exist on HTTPS and on localhost, and nowhere else. */
export const canEncrypt = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

/** Calls the listener when the browser has thrown the database away. */
export function onEmptied(listener) {
  emptied = listener;
}

// One that is opened anew is not left open beside: what it was told to do it does before it is closed.
function forget() {
  opening?.then(db => db.close(), () => {});
  opening = null;
  keys.clear();
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    // A browser whose disk is sick can leave the question without an answer.
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      reject(new Error('The database does not open.'));
    }, openLimit);
    const request = indexedDB.open('kris', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('keys');
      request.result.createObjectStore('records');
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(limit);
      const db = request.result;
      if (isLate) {
        db.close();
        return;
      }
      db.onversionchange = ({ newVersion }) => {
        db.close();
        forget();
        if (newVersion === null) emptied();
      };
      db.onclose = () => { forget(); emptied(); };
      resolve(db);
    };
  }).catch(error => { forget(); throw error; });
  return opening;
}

// One that hangs in the middle of a question does not answer either, and is opened anew.
function inTime(answering, time = answerLimit) {
  let limit;
  const late = new Promise((resolve, reject) => {
    limit = setTimeout(() => { forget(); reject(new Error('The database does not answer.')); }, time);
  });
  return Promise.race([answering, late]).finally(() => clearTimeout(limit));
}

const answer = request => inTime(new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
}));

const completed = (transaction, size = 0) => inTime(new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
}), answerLimit + size / slowest);

async function madeKeys() {
  const make = name => crypto.subtle.generateKey({ name, length: 256 }, false, ['encrypt', 'decrypt']);
  const [record, stage] = await Promise.all([make('AES-GCM'), make('AES-CTR')]);
  return { record, stage };
}

/** The account's keys in this browser: { record, stage }. Of two tabs that make them, the first one's are everybody's. */
export function keysOf(account) {
  if (!keys.has(account)) keys.set(account, findKeys(account).catch(error => { keys.delete(account); throw error; }));
  return keys.get(account);
}

async function findKeys(account) {
  const db = await open();
  const found = await answer(db.transaction('keys').objectStore('keys').get(account));
  if (found) return found;
  const made = await madeKeys();
  const transaction = db.transaction('keys', 'readwrite', { durability: 'strict' });
  const adding = transaction.objectStore('keys').add(made, account);
  adding.onerror = event => event.preventDefault();
  await completed(transaction);
  return answer(db.transaction('keys').objectStore('keys').get(account));
}

async function sealed(account, name, bytes) {
  const { record } = await keysOf(account);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const parameters = { name: 'AES-GCM', iv, additionalData: encoder.encode(name) };
  return { iv, data: await crypto.subtle.encrypt(parameters, record, bytes) };
}

async function opened(account, name, { iv, data }) {
  const { record } = await keysOf(account);
  const parameters = { name: 'AES-GCM', iv, additionalData: encoder.encode(name) };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, record, data));
}

/**
 * Writes and removes all of [name, bytes or null] in one step, and answers when they are on the disk as far as the
 * browser can tell.
 */
export async function writeRecords(account, entries) {
  const ready = await Promise.all(entries.map(async ([name, bytes]) =>
    [name, bytes && await sealed(account, name, bytes)]));
  const transaction = (await open()).transaction('records', 'readwrite', { durability: 'strict' });
  const records = transaction.objectStore('records');
  for (const [name, record] of ready) {
    if (record) records.put(record, name);
    else records.delete(name);
  }
  await completed(transaction, entries.reduce((sum, [, bytes]) => sum + (bytes?.length ?? 0), 0));
}

const under = prefix => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

export async function namesUnder(prefix) {
  return answer((await open()).transaction('records').objectStore('records').getAllKeys(under(prefix)));
}

/** The records under a prefix, as a Map from name to bytes. What no key of ours opens is passed over, and stays. */
export async function readRecords(account, prefix) {
  const records = (await open()).transaction('records').objectStore('records');
  const [names, found] = await Promise.all([
    answer(records.getAllKeys(under(prefix))), answer(records.getAll(under(prefix)))]);
  const read = new Map();
  for (const [i, name] of names.entries()) {
    try {
      read.set(name, await opened(account, name, found[i]));
    } catch {
      // Sealed with a key that the browser has thrown away.
    }
  }
  return read;
}
