// What is typed in the moments before the draft that is kept has been read. It is kept beside the draft, so that neither
// is written over; a page that dies in those moments leaves it to the next one.
import { merged } from './draft-merge.js';
import { keep, lookUnder } from './storage.js';

const under = (account, incident) => `early.${account}.${incident}.`;

/** Whose what is typed is: of one opening of the form, so that two that end after each other leave both. */
export const newMark = () => crypto.getRandomValues(new Uint32Array(2)).join('-');

/** Keeps what is typed; with null it is forgotten. */
export function keepEarly(account, incident, mark, draft) {
  return keep(account, `${under(account, incident)}${mark}`, draft);
}

/** What others have left: { drafts, oldest first, isWhole, and forget, for when they are kept in another place }. */
export async function takeEarly(account, incident, mark) {
  const { found, isWhole } = await lookUnder(account, under(account, incident));
  found.delete(mark);
  // What is typed in a dialog of the incident's is the dialog's.
  for (const of of found.keys()) if (of.includes('.')) found.delete(of);
  const forget = () => [...found.keys()].forEach(of => keep(account, `${under(account, incident)}${of}`, null));
  return { drafts: [...found.values()].sort((a, b) => a.at - b.at), isWhole, forget };
}

// One that was gone on with says all of the other, and is not said twice.
function both(first, then) {
  if (then.startsWith(first)) return then;
  return first.startsWith(then) ? first : `${first}\n${then}`;
}

/** Two drafts as one: what was typed first stands first. Of two that cannot be one, no words and no marking are lost. */
export function joined(first, then) {
  if (!first) return then;
  const marking = first.marking ?? then.marking ?? null;
  const key = first.key ?? then.key ?? null;
  if (first.text === then.text) return { ...then, key, marking };
  return { ...(merged(first, then).draft ?? { ...first, marking }), key, text: both(first.text, then.text) };
}
