// While there is a server: sees to it that the page without one is there and has something to show. On a page where
// nobody is logged in, it takes away what the last person saw.
import { learn } from './clock.js';
import { callsOf, forgetSeen, isHere, seenOf, whoIsHere, writeCalls, writeSeen } from './seen.js';
import { canEncrypt } from './vault.js';

const look = 2000;
const stale = 30_000;
const callsStale = 10 * 60_000;
const timeLimit = 10_000;
const meta = document.querySelector('meta[name="kris-account"]');
const account = meta?.content;
// Whoever sees heads alone has no log to keep.
const reads = meta?.dataset.reads === 'true';
let last = { incident: null, at: 0 };
let isOut = false;

async function ask(path) {
  const response = await fetch(`/api/v1${path}`, {
    cache: 'no-store', headers: { 'X-Kris-Account': account }, signal: AbortSignal.timeout(timeLimit),
  });
  learn(response);
  if (response.status === 401 || response.status === 403) {
    isOut = true;
    await forgetSeen(account);
  }
  return { status: response.status, body: response.ok ? await response.json() : null };
}

const shownIncident = () => /^\/handelser\/([0-9a-f-]{36})(\/|$)/.exec(location.pathname)?.[1] ?? null;

async function keepIncident(incident) {
  const { status, body } = await ask(`/incidents/${incident}/kept`);
  if (status === 404) await writeSeen(account, incident, null);
  if (!body || isOut) return;
  const composer = document.querySelector('kris-composer');
  const kinds = composer?.getAttribute('may-kinds') ?? '';
  const bases = composer?.getAttribute('legal-bases') ?? '[]';
  const behalf = composer?.getAttribute('may-behalf') ?? 'false';
  await writeSeen(account, incident, { ...body, duty: composer?.getAttribute('duty') ?? null, kinds, bases, behalf });
}

// What is marked or erased since goes from what is kept of other incidents too: one of them in each round.
async function keepAnother(incident) {
  const others = [...await seenOf(account)].filter(([id, seen]) => id !== incident && seen.lines);
  const [id, seen] = others.sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
  if (!id || Date.now() - seen.at < stale) return;
  const { status, body } = await ask(`/incidents/${id}/kept`);
  if (status === 404) await writeSeen(account, id, null);
  const { duty, kinds, bases, behalf } = seen;
  if (body && !isOut) await writeSeen(account, id, { ...body, duty, kinds, bases, behalf });
}

async function keepCalls() {
  const kept = await callsOf(account);
  if (kept && Date.now() - kept.at < callsStale) return;
  const { body } = await ask('/call-list');
  if (body && !isOut) await writeCalls(account, body.people);
}

async function refresh() {
  const incident = shownIncident();
  const isNew = incident !== last.incident;
  if (isOut || document.hidden || (!isNew && Date.now() - last.at < stale)) return;
  // The composer says in which duty one writes: it comes with the page.
  if (incident && isNew && !document.querySelector('main[id] h1')) return;
  last = { incident, at: Date.now() };
  try {
    if (incident) await keepIncident(incident);
    await keepAnother(incident);
    await keepCalls();
  } catch {
    // There is no server just now. What was kept is what there is.
  }
}

function register() {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).catch(() => {
    // The browser keeps nothing, and there will be no page without a server; kris-offline-state says so.
  });
}

if (account) {
  // In a duty that does not read the log, what another duty saw is not for showing.
  if (!reads) forgetSeen(account).then(() => isHere(account));
  isHere(account);
  register();
  if (reads && canEncrypt) {
    setInterval(refresh, look);
    // What one has just written oneself is kept soon, and not at the next round.
    document.addEventListener('kris-line-saved', () => { last.at = Math.min(last.at, Date.now() - stale + look); });
  }
} else if (location.pathname === '/logga-in' && whoIsHere()) {
  forgetSeen(whoIsHere());
}

/** <kris-offline-state>: whether Kris can be opened here without a server, and what is missing if not. */
class KrisOfflineState extends HTMLElement {
  async connectedCallback() {
    const say = text => { this.textContent = text; };
    if (!isSecureContext) {
      say('Adressen är inte krypterad (https). Därför kan Kris inte öppnas här utan server, och rader som väntar på '
        + 'nät ligger okrypterade i webbläsaren.');
    } else if (!canEncrypt || !('serviceWorker' in navigator)) {
      say('Webbläsaren sparar inget åt Kris (privat fönster?). Kris kan inte öppnas här utan server.');
    } else {
      say('Förbereder sidan utan server …');
      await navigator.serviceWorker.ready;
      say('Kris kan öppnas i den här webbläsaren också utan server: då visas en logg att skriva i, och ringlistan.');
    }
  }
}

if (!customElements.get('kris-offline-state')) customElements.define('kris-offline-state', KrisOfflineState);
