// What an account's records say: a value and when it was written, by a count that follows the clock and never goes back,
// whatever the clock is set to. What is removed leaves a record of that for an hour, by which a copy that a page left on
// its way out is known to be older (storage.js).
import * as openStore from './open-store.js';
import * as vault from './vault.js';

const store = vault.canEncrypt ? vault : openStore;
/** Where a tab can hear of what another has written before it can read it: called again when it can. */
export const onWritten = store.onWritten ?? (() => {});
const minute = 60_000;
const hour = 60 * minute;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const swept = new Set();
let latest = 0;

const goneUnder = account => `kris.gone.${account}.`;
const goneName = (account, name) => `${goneUnder(account)}${name}`;

/** Whether it is a copy of what others wrote, which is fetched again and lies nowhere but in the encrypted database. */
export const isCopy = name => /^kris\.(seen|calls)\./.test(name);
export const isDraft = name => name.startsWith('kris.draft.');

export function nextAt() {
  latest = Math.max(Date.now(), latest + 1);
  return latest;
}

export const packed = record => encoder.encode(JSON.stringify(record));

/** { at, value }, and of a removal "over": the latest that it removes. Nothing where it cannot be read. */
export function unpacked(bytes) {
  try {
    const record = JSON.parse(decoder.decode(bytes));
    if (Number.isFinite(record.at)) latest = Math.max(latest, record.at);
    return record;
  } catch {
    return null;
  }
}

export async function readRecords(account, prefix) {
  const found = await store.readRecords(account, prefix);
  return new Map([...found].map(([name, bytes]) => [name, unpacked(bytes)]).filter(([, record]) => record));
}

/** What stands under a name, and up to when it was removed, if it was: { kept, gone }. */
export async function newest(account, name) {
  const goneAs = goneName(account, name);
  const [kept, gone] = await Promise.all([readRecords(account, name), readRecords(account, goneAs)]);
  return { kept: kept.get(name), gone: gone.get(goneAs)?.at ?? 0 };
}

/** Writes and removes all of [name, entry] in one step. Where one step is more, what is added comes first. */
export async function writeRecords(account, entries) {
  const added = entries.filter(([, { value }]) => value !== null).map(([name, { bytes }]) => [name, bytes]);
  const removed = entries.filter(([, { value }]) => value === null).flatMap(([name, { over }]) => {
    if (isCopy(name) || !over) return [[name, null]];
    return [[name, null], [goneName(account, name), packed({ at: over, on: Date.now() })]];
  });
  await store.writeRecords(account, [...added, ...removed]);
  if (removed.length > 0) sweepLater(account);
}

// A clock that was set back says of what it wrote that it has not been written yet.
async function sweep(account) {
  const old = [...await readRecords(account, goneUnder(account))]
    .filter(([, { on }]) => Math.abs(Date.now() - on) > hour);
  if (old.length > 0) await store.writeRecords(account, old.map(([name]) => [name, null]));
}

/** Sees to it that what was removed more than an hour ago leaves nothing. */
export function sweepLater(account) {
  if (swept.has(account)) return;
  swept.add(account);
  setTimeout(async () => {
    swept.delete(account);
    await sweep(account).catch(() => {});
  }, minute);
}
