// What was last seen of incidents, and whom to call, for the page that is shown when there is no server. Open lines
// alone, for a day, encrypted as everything else that is kept here; gone when somebody logs out or is shut out.
import { noteGone, noteHere, whoIsHere } from './here.js';
import { keep, keptUnder } from './storage.js';

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

const isFresh = at => Date.now() - at < day;

// After a day the words go, and what is needed to write in the incident stays: an outage can last longer.
async function aged(account, id, seen) {
  if (isFresh(seenAt(seen))) return seen;
  const { at, duty, unit, role, kinds, bases, behalf } = seen;
  const rest = { at, seenAt: seenAt(seen), duty, unit, role, kinds, bases, behalf };
  const left = duty && Date.now() - rest.seenAt < month ? rest : null;
  if (!left || seen.lines) await keep(account, `seen.${account}.${id}`, left);
  return left;
}

/** The incidents that were seen, as a Map from id, the latest first. */
export async function seenOf(account) {
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
  const calls = (await keptUnder(account, `calls.${account}`)).get('');
  if (!calls || isFresh(calls.at)) return calls ?? null;
  await keep(account, `calls.${account}`, null);
  return null;
}

export function writeCalls(account, people) {
  return keep(account, `calls.${account}`, { people, at: Date.now() });
}

/** Takes away all that was seen. What waits to be sent is left alone, and whose the browser is, too. */
export async function forgetWords(account) {
  const all = await keptUnder(account, `seen.${account}.`);
  await Promise.all([
    ...[...all.keys()].map(id => writeSeen(account, id, null)),
    keep(account, `calls.${account}`, null),
  ]);
}

/** The same, and nobody is here any more. */
export async function forgetSeen(account) {
  if (whoIsHere() === account) noteGone();
  await forgetWords(account);
}
