// The page without a server: /offline/, and every other address of Kris while the server is away. It shows what was
// last seen, takes lines as the composer does, and goes on to the page that was wanted when the server is back.
import { isMeasured, serverNow } from './clock.js';
import { showCalls, showLines } from './offline-show.js';
import { callsOf, seenOf, whoIsHere } from './seen.js';
import { linesOf } from './storage.js';
import { wallClock } from './time.js';

const period = 2000;
const timeLimit = 5000;
const account = whoIsHere();
const place = document.getElementById('offline');
const back = document.getElementById('back');
const wanted = /^\/handelser\/([0-9a-f-]{36})(\/|$)/.exec(location.pathname)?.[1] ?? null;
let isBack = false;

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

const named = (id, seen) => seen.title ?? `Händelse som du var i ${wallClock(seen.at).date} ${wallClock(seen.at).clock}`;

function composerFor(id, seen) {
  const composer = document.createElement('kris-composer');
  const attributes = {
    incident: id, account, duty: seen.duty, 'may-kinds': seen.kinds, closed: seen.closed ? 'true' : 'false',
    'may-behalf': seen.behalf ?? 'false', 'legal-bases': seen.bases ?? '[]',
  };
  for (const [name, value] of Object.entries(attributes)) composer.setAttribute(name, value);
  return composer;
}

function showIncident(log, id, seen) {
  const heading = element('h2', '', named(id, seen));
  const parts = [heading];
  if (seen.exercise) parts.push(element('p', 'status', 'ÖVNING'));
  if (seen.duty) parts.push(composerFor(id, seen));
  if (!seen.duty) parts.push(element('p', 'sub', 'Du kan läsa här men inte skriva i den uppgift som du hade.'));
  const { date, clock } = wallClock(seen.at);
  const about = seen.lines ? `Öppna rader som de såg ut ${date} ${clock}` : 'Raderna visas bara ett dygn.';
  parts.push(element('p', 'sub', about));
  if (seen.lines) parts.push(showLines(seen.lines));
  log.replaceChildren(...parts);
}

function chooser(seen, chosen, choose) {
  const select = element('select');
  select.id = 'offline-incident';
  for (const [id, one] of seen) select.append(new Option(named(id, one), id, id === chosen, id === chosen));
  select.addEventListener('change', () => choose(select.value));
  const label = element('label', '', 'Händelse');
  label.htmlFor = select.id;
  const form = element('form', 'plain', element('div', 'field', label, select));
  form.addEventListener('submit', event => event.preventDefault());
  return form;
}

async function show() {
  if (!account) {
    place.replaceChildren(element('p', 'alert', 'Ingen är inloggad i den här webbläsaren, så det finns inget att visa. '
      + 'Skriv på papper så länge, och för in raderna när servern svarar.'));
    return;
  }
  const seen = await seenOf(account);
  const calls = await callsOf(account);
  const log = element('div', 'offline-log');
  const side = element('section', 'calls', ...showCalls(calls));
  side.setAttribute('aria-labelledby', 'calls');
  const chosen = seen.has(wanted) ? wanted : [...seen.keys()][0];
  const left = element('div');
  if (seen.size > 1) left.append(chooser(seen, chosen, id => showIncident(log, id, seen.get(id))));
  left.append(log);
  place.replaceChildren(element('div', 'offline-page', left, side));
  if (chosen) showIncident(log, chosen, seen.get(chosen));
  else log.append(element('p', 'alert', 'Ingen händelse har visats i den här webbläsaren på ett tag.'));
}

function sayWhatIsMissing() {
  const missing = document.getElementById('missing');
  const off = Math.round((serverNow() - Date.now()) / 60_000);
  const words = [];
  if (account && !isMeasured()) words.push('Datorns klocka har inte jämförts med serverns. Tiderna rättas vid leverans.');
  if (off !== 0) words.push(`Datorns klocka går ${Math.abs(off)} minuter ${off > 0 ? 'efter' : 'före'}. Kris rättar det.`);
  missing.hidden = words.length === 0;
  missing.textContent = words.join(' ');
}

async function isReady() {
  try {
    return (await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(timeLimit) })).ok;
  } catch {
    return false;
  }
}

function say(ready) {
  const state = document.querySelector('[data-server]');
  state.dataset.state = ready ? 'back' : 'lost';
  const words = ready ? 'Servern svarar igen' : 'Ingen kontakt med servern';
  const text = state.querySelector('[data-server-text]');
  if (text.textContent !== words) text.textContent = words;
}

function goOn() {
  if (location.pathname.startsWith('/offline')) location.assign('/');
  else location.reload();
}

// Whoever is writing is not torn away: the page goes on by itself when nothing is on its way and the field is empty.
async function mayGoOn() {
  const typed = document.getElementById('composer-text')?.value ?? '';
  if (typed.trim() !== '') return false;
  const { senderFor } = await import('./sender.js');
  const waiting = account ? (await linesOf(account)).filter(line => !line.refused).length : 0;
  if (waiting > 0) senderFor(account).kick();
  return waiting === 0 || senderFor(account).state === 'signed-out';
}

async function check() {
  const ready = await isReady();
  if (ready !== isBack) {
    isBack = ready;
    say(ready);
    back.replaceChildren();
    if (ready) {
      const button = element('button', 'main', 'Fortsätt till Kris');
      button.type = 'button';
      button.addEventListener('click', goOn);
      back.append(element('div', 'alert ok', element('p', '', 'Servern svarar igen. Det du har skrivit är kvar.'), button));
    }
  }
  if (ready && await mayGoOn()) goOn();
  setTimeout(check, period);
}

sayWhatIsMissing();
if (account) {
  const meta = document.createElement('meta');
  meta.name = 'kris-account';
  meta.content = account;
  document.head.append(meta);
}
await show();
if (account) {
  await import('./composer.js');
  await import('./waiting.js');
}
check();
