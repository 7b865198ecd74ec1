// Where a browser has nothing to encrypt with and so no database of ours, the records lie in localStorage as they are. It
// is one store for all tabs, as the database is.
const place = (account, name) => `kris.open|${account}|${name}`;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes and removes all of [name, bytes or null], the first first: what fails leaves those after it as they were. */
export async function writeRecords(account, entries) {
  for (const [name, bytes] of entries) {
    if (bytes) localStorage.setItem(place(account, name), decoder.decode(bytes));
    else localStorage.removeItem(place(account, name));
  }
}

/** The records under a prefix, as a Map from name to bytes. A browser that lets nobody look has none. */
export async function readRecords(account, prefix) {
  const start = place(account, '').length;
  try {
    const names = Object.keys(localStorage).filter(name => name.startsWith(place(account, prefix)));
    return new Map(names.map(name => [name.slice(start), encoder.encode(localStorage.getItem(name))]));
  } catch {
    return new Map();
  }
}

/** Hears the names of what other tabs write, when it can be read here: their own word of it comes sooner than that. */
export function onWritten(account, listener) {
  const start = place(account, '');
  addEventListener('storage', ({ key }) => key?.startsWith(start) && listener(key.slice(start.length)));
}
