// What is typed in the moments before the draft that is kept has been read. It is kept beside the draft, so that neither
// is written over; a page that dies in those moments leaves it to the next one.
import { merged } from './draft-merge.js';
import { keep, keptUnder } from './storage.js';

// Of the page that wrote it alone: two that die after each other leave both.
const page = crypto.getRandomValues(new Uint32Array(2)).join('-');
const under = (account, incident) => `early.${account}.${incident}.`;

/** Keeps what is typed; with null it is forgotten. */
export function keepEarly(account, incident, draft) {
  return keep(account, `${under(account, incident)}${page}`, draft);
}

/** What other pages have left: { drafts, oldest first, and forget, for when they are kept in another place }. */
export async function takeEarly(account, incident) {
  const found = await keptUnder(account, under(account, incident));
  found.delete(page);
  const forget = () => [...found.keys()].forEach(of => keep(account, `${under(account, incident)}${of}`, null));
  return { drafts: [...found.values()].sort((a, b) => a.at - b.at), forget };
}

/** Two drafts as one: what was typed first stands first. Of two that cannot be one, no words and no marking are lost. */
export function joined(first, then) {
  if (!first) return then;
  const marking = first.marking ?? then.marking ?? null;
  if (first.text === then.text) return { ...then, marking };
  const text = [first.text, then.text].filter(Boolean).join('\n');
  return merged(first, then).draft ?? { ...first, text, marking };
}
