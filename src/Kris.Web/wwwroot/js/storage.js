// What a person has written and the server has not: drafts and lines, per account; what is attached to them stands in
// blobs.js. All of it goes through here, and keeping.js keeps it.
import { isDown, look, onTheWay, put, ready } from './keeping.js';
import { isCopy, readRecords } from './records.js';
import { canEncrypt } from './vault.js';

export { onChange, ready, retryAfter } from './keeping.js';

const draftName = (account, incident) => `kris.draft.${account}.${incident}`;
const linePrefix = account => `kris.line.${account}.`;
/** What sorts the account's lines. Their keys were made as their drafts began. */
export const orderOf = line => line.order ?? line.key;
// Two that became of one draft lie beside each other.
const lineName = line => `${linePrefix(line.account)}${line.incident}.${orderOf(line)}`;

/** The draft, if there is one, with in "kept" whether it survives the page; and isWhole, as above. */
export async function lookForDraft(account, incident) {
  const name = draftName(account, incident);
  const { values, isWhole } = await look(account, name);
  const draft = values.get(name);
  return { draft: draft ? { ...draft, kept: isDown(name) } : null, isWhole };
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
 * @param wasDraft false where the draft that is kept is another, which has not been read yet and stays.
 */
export async function enqueue(line, wasDraft = true) {
  const keeping = put(line.account, lineName(line), line);
  if (wasDraft) put(line.account, draftName(line.account, line.incident), null);
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
  const full = `kris.${name}`;
  return value !== null && isCopy(full) && !canEncrypt ? false : put(account, full, value);
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
  const kept = found.flatMap(records => [...records.values()]).map(record => record.value);
  return new Set([...kept, ...onTheWay(account)].flatMap(value => value?.attachments ?? []).map(file => file.key));
}

