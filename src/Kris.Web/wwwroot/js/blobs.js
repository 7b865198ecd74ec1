// The files that wait in this browser with a draft or a line, encrypted, until the server has them.
import { namedFiles, ready } from './storage.js';
import { canEncrypt, namesUnder, readRecords, writeRecords } from './vault.js';

/** How much may wait with an account's lines, in bytes. */
export const maxBlobs = 50 * 1024 * 1024;

const blobPrefix = (account, key = '') => `kris.blob.${account}.${key}`;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// A blob's own name is written with what it holds; the record's name says whose it is and how large.
function packedBlob(name, blob, bytes) {
  const head = encoder.encode(JSON.stringify({ name, type: blob.type }));
  const out = new Uint8Array(4 + head.length + bytes.length);
  new DataView(out.buffer).setUint32(0, head.length);
  out.set(head, 4);
  out.set(bytes, 4 + head.length);
  return out;
}

function unpackedBlob(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const { name, type } = JSON.parse(decoder.decode(bytes.subarray(4, 4 + length)));
  return { name, blob: new Blob([bytes.subarray(4 + length)], { type }) };
}

const sizeOf = name => Number(name.split('.').at(-1));

/**
 * Keeps what is attached to a line, by the file's key, until it has been sent. Answers whether it is kept: not where
 * 50 MB wait already, and not where the browser has no room or cannot encrypt.
 */
export async function putBlob(account, key, name, blob) {
  try {
    await ready(account);
    const waiting = (await namesUnder(blobPrefix(account))).reduce((sum, other) => sum + sizeOf(other), 0);
    if (waiting + blob.size > maxBlobs) return false;
    const record = `${blobPrefix(account, key)}.${String(Date.now()).padStart(14, '0')}-${crypto.randomUUID()}`;
    const bytes = packedBlob(name, blob, new Uint8Array(await blob.arrayBuffer()));
    await writeRecords(account, [[`${record}.${blob.size}`, bytes]]);
    return true;
  } catch {
    return false;
  }
}

/** What is kept under a file's key: [{ name, blob }]. */
export async function blobsOf(account, key) {
  if (!canEncrypt) return [];
  const found = await readRecords(account, `${blobPrefix(account, key)}.`).catch(() => new Map());
  return [...found.values()].map(unpackedBlob);
}

// What could not be removed takes room until it is swept, and stands in nobody's way.
async function removeRecords(account, names) {
  if (names.length > 0) await writeRecords(account, names.map(name => [name, null])).catch(() => {});
}

export async function removeBlobs(account, key) {
  if (!canEncrypt) return;
  await removeRecords(account, await namesUnder(`${blobPrefix(account, key)}.`).catch(() => []));
}

/**
 * Removes what is attached to nothing: a draft or a line that named it went, and the page died before the file did.
 * What is younger than this can belong to what another tab has not written down yet.
 */
export async function sweepBlobs(account, age = 10 * 60_000) {
  if (!canEncrypt) return;
  const names = await namesUnder(blobPrefix(account)).catch(() => []);
  // A database that does not answer says nothing of what is named, and then nothing goes.
  const named = names.length > 0 ? await namedFiles(account).catch(() => null) : null;
  if (!named) return;
  const isOrphan = name => {
    const [key, made] = name.slice(blobPrefix(account).length).split('.');
    return !named.has(key) && Date.now() - Number(made.slice(0, 14)) > age;
  };
  await removeRecords(account, names.filter(isOrphan));
}
