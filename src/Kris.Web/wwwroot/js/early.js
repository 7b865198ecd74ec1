// What is typed in the moments before the draft that is kept has been read. It is kept beside the draft, so that neither
// is written over; a page that dies in those moments leaves it to the next one.
import { merged, signature } from './draft-merge.js';
import { keep, lookUnder } from './storage.js';

const under = (account, incident) => `early.${account}.${incident}.`;

/** Whose what is typed is: of one opening of the form, so that two that end after each other leave both. */
export const newMark = () => crypto.getRandomValues(new Uint32Array(2)).join('-');

/** Keeps what is typed; with null it is forgotten. */
export function keepEarly(account, incident, mark, draft) {
  return keep(account, `${under(account, incident)}${mark}`, draft);
}

/**
 * What others have left: { drafts, oldest first, isWhole, and forget, for when they are kept in another place }; and in
 * "apart", by mark, those that stand for themselves (draft-apart.js).
 */
export async function takeEarly(account, incident, mark) {
  const { found, isWhole } = await lookUnder(account, under(account, incident));
  found.delete(mark);
  // What is typed in a dialog of the incident's is the dialog's.
  for (const of of found.keys()) if (of.includes('.')) found.delete(of);
  const apart = new Map([...found].filter(([, draft]) => draft.isApart));
  for (const of of apart.keys()) found.delete(of);
  const forget = () => [...found.keys()].forEach(of => keepEarly(account, incident, of, null));
  return { drafts: [...found.values()].sort((a, b) => a.at - b.at), apart, isWhole, forget };
}

// One that was gone on with says all of the other, and is not said twice.
function both(first = '', then = '') {
  if (then.startsWith(first)) return then;
  return first.startsWith(then) ? first : `${first}\n${then}`;
}

// Nothing where they cannot be one.
function joined(first, then) {
  const key = first.key ?? then.key ?? null;
  if (signature(first) === signature(then)) return { ...then, key };
  const { draft } = merged(first, then);
  return draft && { ...draft, key, text: both(first.text, then.text) };
}

/**
 * Drafts as one, what was typed first standing first: { draft, apart }. Those that cannot be one with the rest, and would
 * lose something by it, are left apart. What is typed now stands whatever the others are.
 */
export function together(drafts, typed = null) {
  const apart = [];
  let draft = null;
  for (const one of drafts.filter(Boolean)) {
    const both = draft ? joined(draft, one) : one;
    if (both) draft = both;
    else apart.push(one);
  }
  if (!typed || !draft) return { draft: typed ?? draft, apart };
  const both = joined(draft, typed);
  return both ? { draft: both, apart } : { draft: typed, apart: [draft, ...apart] };
}
