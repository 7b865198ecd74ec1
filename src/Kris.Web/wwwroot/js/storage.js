// What a person has written and the server has not: drafts and lines, per account and incident. Everything that is
// kept in the browser goes through here, and the functions are asynchronous so that the store can be another one.
// A write is done before the function returns its promise: a page that dies in the next instant has it.
// A browser that keeps nothing (private mode, full disk) gets memory instead, and the answer false.
const memory = new Map();
const draftName = (account, incident) => `kris.draft.${account}.${incident}`;
const linePrefix = account => `kris.line.${account}.`;
const lineName = line => `${linePrefix(line.account)}${line.incident}.${line.key}`;

function write(name, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(name, text);
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, text);
    return false;
  }
}

function read(name) {
  let text = memory.get(name);
  if (text === undefined) {
    try {
      text = localStorage.getItem(name);
    } catch {
      return null;
    }
  }
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function remove(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // It was never there.
  }
}

function names(prefix) {
  const found = new Set([...memory.keys()].filter(name => name.startsWith(prefix)));
  try {
    for (let i = 0; i < localStorage.length; i += 1) {
      const name = localStorage.key(i);
      if (name.startsWith(prefix)) found.add(name);
    }
  } catch {
    // Memory is all there is.
  }
  return [...found];
}

/** The draft, and in "kept" whether it survives the page. */
export async function readDraft(account, incident) {
  const draft = read(draftName(account, incident));
  return draft && { ...draft, kept: !memory.has(draftName(account, incident)) };
}

/** Answers whether the draft survives the page. */
export async function writeDraft(account, incident, draft) {
  return write(draftName(account, incident), draft);
}

export async function dropDraft(account, incident) {
  remove(draftName(account, incident));
}

/** Moves what was a draft to the lines that are to be sent, in one step. Answers whether it survives the page. */
export async function enqueue(line) {
  const kept = write(lineName(line), line);
  remove(draftName(line.account, line.incident));
  return kept;
}

export async function writeLine(line) {
  return write(lineName(line), line);
}

export async function removeLine(line) {
  remove(lineName(line));
}

/** The account's lines in the order of their keys; of one incident, if it is named. */
export async function linesOf(account, incident = null) {
  const prefix = incident ? `${linePrefix(account)}${incident}.` : linePrefix(account);
  return names(prefix).map(read).filter(Boolean).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Calls the listener when another tab has changed a draft or a line of the account. */
export function onChange(account, listener) {
  const heard = event => {
    // The store was emptied as a whole when there is no key.
    if (event.key === null || event.key.includes(`.${account}.`)) listener(event.key);
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}
