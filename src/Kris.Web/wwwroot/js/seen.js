// What was last seen of incidents, and whom to call, for the page that is shown when there is no server. Open lines
// alone, for a day, encrypted as everything else that is kept here; gone when somebody logs out or is shut out.
import { noteGone, noteHere, whoIsHere } from './here.js';
import { forgetStaged } from './stage.js';
import { keep, keptUnder, lookUnder, retryAfter } from './storage.js';
import { canEncrypt, namesUnder, writeRecords } from './vault.js';

export { whoIsHere };

const day = 24 * 60 * 60 * 1000;
const month = 30 * day;
const maxSeen = 20;

/** The server has said who is here, with name, role and login. Another person's traces go. */
export function isHere(account, said) {
  const before = whoIsHere();
  if (before && before !== account) forgetSeen(before);
  noteHere(account, said);
}

/** When somebody last had the incident before them: what is asked for anew beside another does not count. */
export const seenAt = seen => seen.seenAt ?? seen.at;

// A time that is ahead is one of a clock that has been set back since.
const isFresh = at => Math.abs(Date.now() - at) < day;

// After a day the words go, and what is needed to write in the incident stays: an outage can last longer.
async function aged(account, id, seen) {
  if (isFresh(seenAt(seen))) return seen;
  const { at, duty, unit, role, kinds, bases, behalf } = seen;
  const rest = { at, seenAt: seenAt(seen), duty, unit, role, kinds, bases, behalf };
  const left = duty && Math.abs(Date.now() - rest.seenAt) < month ? rest : null;
  if (!left || seen.lines) await keep(account, `seen.${account}.${id}`, left);
  return left;
}

/** The incidents that were seen, as a Map from id, the latest first. */
export async function seenOf(account) {
  if (isOwed(account)) return new Map();
  const all = await keptUnder(account, `seen.${account}.`);
  const sorted = [...all].sort(([, a], [, b]) => seenAt(b) - seenAt(a));
  for (const [id] of sorted.slice(maxSeen)) keep(account, `seen.${account}.${id}`, null);
  const shown = await Promise.all(sorted.slice(0, maxSeen).map(async ([id, seen]) =>
    [id, await aged(account, id, seen)]));
  return new Map(shown.filter(([, seen]) => seen));
}

/** Keeps an incident as it is now: "at" says so, and seenAt when it was looked at. With null it is forgotten. */
export function writeSeen(account, incident, seen) {
  return keep(account, `seen.${account}.${incident}`, seen && { ...seen, at: Date.now() });
}

/** Whom to call, or nothing when that was not asked in the last day. */
export async function callsOf(account) {
  if (isOwed(account)) return null;
  const calls = (await keptUnder(account, `calls.${account}`)).get('');
  if (!calls || isFresh(calls.at)) return calls ?? null;
  await keep(account, `calls.${account}`, null);
  return null;
}

export function writeCalls(account, people) {
  return keep(account, `calls.${account}`, { people, at: Date.now() });
}

// That something is to be forgotten is noted until it is: a database that does not answer now has it the next time.
const owedName = account => `kris.forget.${account}`;

function owe(account, isIt) {
  try {
    if (isIt) localStorage.setItem(owedName(account), '1');
    else localStorage.removeItem(owedName(account));
  } catch {
    // Where nothing can be noted there is nothing kept to forget either.
  }
}

function isOwed(account) {
  try {
    return localStorage.getItem(owedName(account)) !== null;
  } catch {
    return false;
  }
}

/** Takes away all that was seen. What waits to be sent is left alone, and whose the browser is, too. */
export async function forgetWords(account) {
  owe(account, true);
  const { found, isWhole } = await lookUnder(account, `seen.${account}.`);
  await Promise.all([
    ...[...found.keys()].map(id => writeSeen(account, id, null)),
    keep(account, `calls.${account}`, null),
  ]);
  if (isWhole) owe(account, false);
  else setTimeout(() => forgetWords(account), retryAfter);
}

/** Goes on with what an earlier page could not forget. */
export function forgetOwed() {
  const prefix = owedName('');
  try {
    const owed = Object.keys(localStorage).filter(name => name.startsWith(prefix));
    for (const name of owed) forgetWords(name.slice(prefix.length));
  } catch {
    // Nothing could be noted here.
  }
}

/** Takes away what anybody saw here, whoever that was: by its name, which needs no key. */
export async function forgetEverybody() {
  const kinds = ['kris.seen.', 'kris.calls.'];
  forgetStaged(name => kinds.some(kind => name.startsWith(kind)));
  if (!canEncrypt) return;
  try {
    const names = (await Promise.all(kinds.map(namesUnder))).flat();
    if (names.length > 0) await writeRecords(null, names.map(name => [name, null]));
  } catch {
    setTimeout(forgetEverybody, retryAfter);
  }
}

/** The same, and nobody is here any more. */
export async function forgetSeen(account) {
  if (whoIsHere() === account) noteGone();
  await forgetWords(account);
}
