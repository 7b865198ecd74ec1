// While there is a server: sees to it that the page without one is there and has something to show. On a page where
// nobody is logged in, it takes away what the last person saw.
import { learn } from './clock.js';
import { isLogoutOwed, noteStillHere } from './here.js';
import { register } from './offline-state.js';
import {
  callsOf, forgetEverybody, forgetOwed, forgetSeen, forgetWords, isHere, seenAt, seenOf, whoIsHere, writeCalls, writeSeen,
} from './seen.js';
import { canEncrypt } from './vault.js';

const look = 2000;
const stale = 30_000;
const callsStale = 10 * 60_000;
const timeLimit = 10_000;
const meta = document.querySelector('meta[name="kris-account"]');
const account = meta?.content;
const { login = null, name = '', role = '' } = meta?.dataset ?? {};
// Whoever sees heads alone has no log to keep.
const reads = meta?.dataset.reads === 'true';
let last = { incident: null, at: 0 };
let isOut = false;

async function ask(path) {
  const response = await fetch(`/api/v1${path}`, {
    cache: 'no-store', headers: { 'X-Kris-Account': account }, signal: AbortSignal.timeout(timeLimit),
  });
  learn(response);
  if (response.ok) noteStillHere(account);
  if (response.status === 401) {
    isOut = true;
    await forgetSeen(account);
  }
  // Not to be read in this duty, by somebody who is still here: what waits is theirs as before.
  if (response.status === 403) await forgetWords(account);
  return { status: response.status, body: response.ok ? await response.json() : null };
}

// Somebody has logged out, or in, in another tab: an answer that was on its way then is nobody's to keep.
const isGone = () => isOut || whoIsHere() !== account;

// Looked at before and after, because the other tab can have cleared in between.
async function remember(write, undo) {
  if (isGone()) return;
  await write();
  if (isGone()) await undo();
}

const shownIncident = () => /^\/handelser\/([0-9a-f-]{36})(\/|$)/.exec(location.pathname)?.[1] ?? null;

// What is shown, and beside it what the composer of the page without a server needs.
async function keep(incident, at) {
  const { status, body } = await ask(`/incidents/${incident}/kept`);
  if (status === 404) await writeSeen(account, incident, null);
  if (!body) return;
  const { writing, ...shown } = body;
  const seen = {
    ...shown,
    seenAt: at,
    duty: writing?.duty ?? null,
    unit: writing?.unit ?? '',
    role: writing?.role ?? '',
    kinds: writing?.kinds.join(' ') ?? '',
    behalf: String(writing?.behalf ?? false),
    bases: JSON.stringify(writing?.bases.map(basis => [basis.code, basis.name]) ?? []),
  };
  await remember(() => writeSeen(account, incident, seen), () => writeSeen(account, incident, null));
}

// What is marked or erased since goes from what is kept of other incidents too: one of them in each round.
async function keepAnother(incident) {
  const others = [...await seenOf(account)].filter(([id, seen]) => id !== incident && seen.lines);
  const [id, seen] = others.sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
  if (id && Date.now() - seen.at >= stale) await keep(id, seenAt(seen));
}

async function keepCalls() {
  const kept = await callsOf(account);
  if (kept && Date.now() - kept.at < callsStale) return;
  const { body } = await ask('/call-list');
  if (body) await remember(() => writeCalls(account, body.people), () => forgetWords(account));
}

async function refresh() {
  const incident = shownIncident();
  const isNew = incident !== last.incident;
  if (isGone() || document.hidden || (!isNew && Date.now() - last.at < stale)) return;
  last = { incident, at: Date.now() };
  try {
    if (incident) await keep(incident, Date.now());
    await keepAnother(incident);
    await keepCalls();
  } catch {
    // There is no server just now. What was kept is what there is.
  }
}

// Whoever left while there was no server has not been logged out by it. No question is asked: that was done then.
function logOut() {
  const form = document.createElement('form');
  [form.method, form.action] = ['post', '/logga-ut'];
  document.body.append(form);
  form.submit();
}

if (account && isLogoutOwed(login)) {
  logOut();
} else if (account) {
  // In a duty that does not read the log, what another duty saw is not for showing.
  if (!reads) forgetWords(account);
  isHere(account, { name, role, login });
  forgetOwed();
  register();
  if (reads && canEncrypt) {
    setInterval(refresh, look);
    // What one has just written oneself is kept soon, and not at the next round.
    document.addEventListener('kris-line-saved', () => { last.at = Math.min(last.at, Date.now() - stale + look); });
  }
} else if (location.pathname === '/logga-in') {
  if (whoIsHere()) forgetSeen(whoIsHere());
  forgetEverybody();
}
