// What can be suggested: kinds after /, duties and people after @, tags after #. Duties and kinds are known here; the
// rest is asked of the server, briefly, and where it does not answer there is simply less to choose from.
import { duties } from './duties.js';
import { kinds } from './kinds.js';
import { kindsLike } from './composer-prefix.js';

const most = 8;
const timeLimit = 2_000;
const startsIn = (words, query) => words.toLowerCase().split(/[\s,]+/).some(word => word.startsWith(query));

async function ask(path, query, duty) {
  try {
    const asked = new URLSearchParams({ q: query, limit: String(most), ...(duty ? { duty } : {}) });
    const response = await fetch(`/api/v1/${path}?${asked}`, {
      credentials: 'same-origin', redirect: 'error', signal: AbortSignal.timeout(timeLimit),
    });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

const asDuty = ([code, name]) => ({ word: code, name, hint: '' });

function dutiesLike(query) {
  const found = Object.entries(duties).filter(([code, name]) => code.startsWith(query) || startsIn(name, query));
  return found.slice(0, most).map(asDuty);
}

async function people(query, duty) {
  const { people: found = [] } = await ask('people', query, duty);
  return found.map(({ userName, name, duties: held }) => ({
    word: userName, name, hint: held.map(code => duties[code] ?? code).join(', '),
  }));
}

/** What is known at once: a list of { word, name, hint }. */
export function known(sign, query, { offered }) {
  const start = query.toLowerCase();
  if (sign === '/') return kindsLike(start, offered).map(code => ({ word: code, name: kinds[code].label, hint: 'typ' }));
  return sign === '#' ? [] : dutiesLike(start);
}

/** What the server knows besides. */
export async function more(sign, query, { incident, duty }) {
  const start = query.toLowerCase();
  if (sign === '#') {
    const { tags = [] } = await ask(`incidents/${incident}/tags`, start, duty);
    return tags.map(tag => ({ word: tag, name: tag, hint: '' }));
  }
  return sign === '/' || start === '' ? [] : people(start, duty);
}
