// The wall display: fetches its own page every other second and puts in what has changed. Without contact it keeps what
// it shows, says since when, and goes on asking; it needs no hand when the server comes back, days later or newer.
import { tick } from './live.js';
import { wallClock } from './time.js';

const period = 2000;
const timeLimit = 5000;
const day = 24 * 60 * 60 * 1000;
const started = Date.now();
const page = document.querySelector('[data-tavla]');
const live = page.querySelector('[data-tavla-live]');
const connection = page.querySelector('[data-tavla-connection]');
const updated = page.querySelector('[data-tavla-updated]');
const header = page.querySelector('header > span');
let lastContact = Date.now();
let shown = live.innerHTML;

function say(state, text) {
  connection.dataset.state = state;
  if (connection.textContent !== text) connection.textContent = text;
}

function clock(instant) {
  const { date, clock: minutes, seconds } = wallClock(instant);
  return { at: date === wallClock(Date.now()).date ? minutes : `${date} ${minutes}`, full: `${minutes}:${seconds}` };
}

function show(html) {
  const next = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-tavla]');
  if (!next) return false;
  // Another program serves now; and a browser that has run for days is the better for a fresh page.
  if (next.dataset.tavla !== page.dataset.tavla || Date.now() - started > day) location.reload();
  const now = next.querySelector('[data-tavla-live]').innerHTML;
  if (now !== shown) live.innerHTML = now;
  shown = now;
  header.textContent = next.querySelector('header > span').textContent;
  tick();
  return true;
}

async function refresh() {
  const options = { cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(timeLimit) };
  const response = await fetch(location.href, options);
  if (response.type === 'opaqueredirect' || response.status === 401 || response.status === 403) {
    say('lost', `Tavlan är utloggad sedan ${clock(lastContact).at}. Öppna den på nytt.`);
    return;
  }
  if (!response.ok || !show(await response.text())) throw new Error(`Answer ${response.status}`);
  lastContact = Date.now();
  say('ok', 'Ansluten');
  updated.textContent = clock(lastContact).full;
}

async function run() {
  try {
    await refresh();
  } catch {
    say('lost', `Ingen kontakt sedan ${clock(lastContact).at}`);
  }
  setTimeout(run, period);
}

setTimeout(run, period);
