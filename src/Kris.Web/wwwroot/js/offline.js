// The page without a server: /offline/, and every other address of Kris while the server is away. It shows what was
// last seen, takes lines as the composer does, and goes on to the page that was wanted when the server is back. It can
// lie open for days: what is kept no longer is shown no longer either.
import { isMeasured, learnFrom, serverNow } from './clock.js';
import { isDoubtful, whoIsHere } from './here.js';
import { chooser, element, named, showCalls, showLines } from './offline-show.js';
import { Whose } from './offline-whose.js';
import { callsOf, forgetSeen, seenOf } from './seen.js';
import { waits } from './send-line.js';
import { linesOf, onChange } from './storage.js';
import { wallClock } from './time.js';

const period = 2000;
const timeLimit = 5000;
const everyMinute = 60_000;
const account = whoIsHere();
const place = document.getElementById('offline');
// As on the log's own page.
const neverHere = 'Säkerhetsskyddsklassificerade uppgifter hör aldrig hemma i Kris. Skriv en hänvisning: var ärendet '
  + 'finns och vem man vänder sig till, inget av innehållet.';
const back = document.getElementById('back');
const wanted = /^\/handelser\/([0-9a-f-]{36})(\/|$)/.exec(location.pathname)?.[1] ?? null;
const log = element('div', 'offline-log');
const head = element('div');
const elsewhere = element('p', 'alert warning');
const side = element('section', 'calls');
const whose = new Whose({ confirmed: takeUp, left: leave });
let isBack = false;
let isAsked = isDoubtful();
let isLeaving = false;
let chosen = null;
let seen = new Map();
let shown = '';
let shownAt = 0;

function composerFor(id, one) {
  const composer = document.createElement('kris-composer');
  const attributes = {
    incident: id, account, duty: one.duty, unit: one.unit ?? '', 'may-kinds': one.kinds,
    closed: one.closed ? 'true' : 'false',
    'may-behalf': one.behalf ?? 'false', 'legal-bases': one.bases ?? '[]',
  };
  for (const [name, value] of Object.entries(attributes)) composer.setAttribute(name, value);
  return composer;
}

// The form stays as it is, whatever becomes of the words around it: somebody may be writing in it.
function showWords() {
  const one = seen.get(chosen) ?? { seenAt: Date.now() };
  const { date, clock } = wallClock(one.at ?? one.seenAt);
  const about = one.lines ? `Öppna rader som de såg ut ${date} ${clock}` : 'Raderna visas bara ett dygn.';
  log.querySelector('h2').textContent = named(one);
  log.querySelector('[data-words]').replaceChildren(
    element('p', 'sub', about), ...(one.lines ? [showLines(one.lines)] : []));
}

function choose(id) {
  chosen = id;
  const one = seen.get(id);
  const words = element('div');
  words.dataset.words = '';
  const parts = [element('h2')];
  if (one.exercise) parts.push(element('p', 'status', 'ÖVNING'));
  if (one.duty && !isAsked) parts.push(composerFor(id, one), element('p', 'never-here', neverHere));
  else if (!one.duty) parts.push(element('p', 'sub', 'Du kan läsa här men inte skriva i den uppgift som du hade.'));
  log.replaceChildren(...parts, words);
  whose.show(one);
  showWords();
  if (head.hasChildNodes()) head.querySelector('option[value=""]')?.remove();
  else showHead();
  showElsewhere();
}

function showHead() {
  const isChoice = seen.size > 1 || (seen.size === 1 && !chosen);
  head.replaceChildren(...(isChoice ? [chooser(seen, chosen, choose)] : []));
}

// What waits in an incident that is not before one is not lost, though no form on the page shows it.
async function showElsewhere() {
  const others = (await linesOf(account)).filter(line => waits(line) && line.incident !== chosen).length;
  const words = others === 1 ? '1 rad väntar i en annan händelse. Den' : `${others} rader väntar i andra händelser. De`;
  elsewhere.hidden = others === 0;
  elsewhere.textContent = others === 0 ? '' : `${words} ligger kvar här och skickas när servern svarar.`;
}

function showNoChoice() {
  const words = wanted && seen.size > 0
    ? 'Händelsen på den här adressen finns inte sparad i webbläsaren. Välj en annan, om det är i den du ska skriva.'
    : 'Ingen händelse har visats i den här webbläsaren på ett tag.';
  log.replaceChildren(element('p', 'alert', words));
}

async function refresh() {
  shownAt = Date.now();
  seen = await seenOf(account);
  const calls = await callsOf(account);
  const now = JSON.stringify([[...seen], calls]);
  if (now === shown) return;
  shown = now;
  side.replaceChildren(...showCalls(calls));
  if (chosen) showWords();
  else showNoChoice();
  // A list that somebody has opened is not taken away under the hand.
  if (!head.contains(document.activeElement)) showHead();
}

async function show() {
  if (!account) {
    place.replaceChildren(element('p', 'alert', 'Ingen är inloggad i den här webbläsaren, så det finns inget att visa. '
      + 'Skriv på papper så länge, och för in raderna när servern svarar.'));
    return;
  }
  side.setAttribute('aria-labelledby', 'calls');
  elsewhere.hidden = true;
  place.replaceChildren(element('div', 'offline-page', element('div', '', whose.place, elsewhere, head, log), side));
  whose.show();
  await refresh();
  const first = wanted ? [wanted].find(id => seen.has(id)) : [...seen.keys()][0];
  if (first) choose(first);
  else await showElsewhere();
  onChange(account, name => {
    if (name === null || name.startsWith('kris.line.')) showElsewhere();
    if (name === null || /^kris\.(seen|calls)\./.test(name)) refresh();
  });
}

function sayWhatIsMissing() {
  const missing = document.getElementById('missing');
  const off = Math.round((serverNow() - Date.now()) / 60_000);
  const words = [];
  if (account && !isMeasured()) words.push('Datorns klocka har inte jämförts med serverns. Tiderna rättas vid leverans.');
  if (off !== 0) words.push(`Datorns klocka går ${Math.abs(off)} minuter ${off > 0 ? 'efter' : 'före'}. Kris rättar det.`);
  missing.hidden = words.length === 0;
  const text = words.join(' ');
  if (missing.textContent !== text) missing.textContent = text;
}

async function isReady() {
  try {
    const response = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(timeLimit) });
    return response.ok && await learnFrom(response, 'redo');
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

// What is typed is kept, and whoever stands in the form is put back into it by the page that comes.
function flush() {
  const kept = [];
  document.dispatchEvent(new CustomEvent('kris-flush', { detail: { waitUntil: promise => kept.push(promise) } }));
  return Promise.race([Promise.allSettled(kept), new Promise(late => { setTimeout(late, period); })]);
}

async function goOn() {
  await flush();
  if (location.pathname.startsWith('/offline')) location.assign('/');
  else location.reload();
}

// Somebody logged out, or in, in another tab: what this page shows is another's.
async function leaveIfAnother() {
  if (isLeaving || whoIsHere() === account) return;
  await goAway();
}

async function goAway() {
  isLeaving = true;
  const flushing = flush();
  place.replaceChildren();
  await flushing;
  location.reload();
}

// Somebody else is here: what was shown goes, and what the other one wrote waits unseen for its author.
async function leave() {
  if (isLeaving) return;
  isLeaving = true;
  const forgetting = forgetSeen(account);
  await Promise.race([forgetting, new Promise(late => { setTimeout(late, period); })]);
  await goAway();
}

// A page can lie open for longer than a login lasts. Whoever is in the middle of a line is not torn away from it.
function followLogin() {
  const isWriting = document.hasFocus() && document.activeElement?.closest('kris-composer');
  if (account && !isAsked && isDoubtful() && !isWriting && !isLeaving) goAway();
  else if (account) whose.show(seen.get(chosen));
}

async function takeUp() {
  isAsked = false;
  if (chosen) choose(chosen);
  else whose.show();
  await load();
  document.getElementById('composer-text')?.focus();
}

// Until somebody has said who they are, what waits here is not shown to them either.
async function load() {
  await import('./unkeepable.js');
  await import('./composer.js');
  await import('./waiting.js');
}

// Whoever is writing is not torn away: the page goes on by itself when nothing is on its way and the form is empty.
async function mayGoOn() {
  if (!account) return true;
  const [{ senderFor }, { living }] = await Promise.all([import('./sender.js'), import('./writing-place.js')]);
  const waiting = (await linesOf(account)).filter(waits).length;
  if (waiting > 0) senderFor(account).kick();
  if (waiting > 0 && senderFor(account).state !== 'signed-out') return false;
  return ![...living].some(place => place.isBusy);
}

async function check() {
  const ready = await isReady();
  const isNews = ready !== isBack;
  if (isNews) {
    isBack = ready;
    document.body.classList.toggle('back', ready);
    say(ready);
    back.replaceChildren();
    if (ready) {
      const button = element('button', 'main', 'Fortsätt till Kris');
      button.type = 'button';
      button.addEventListener('click', goOn);
      const words = element('p', '', 'Servern svarar igen. Det du har skrivit är kvar.');
      back.append(element('div', 'alert ok', words, button));
    }
  }
  if (ready && await mayGoOn()) goOn();
  else if (isNews && ready) document.dispatchEvent(new CustomEvent('kris-connected'));
  sayWhatIsMissing();
  leaveIfAnother();
  followLogin();
  if (account && Date.now() - shownAt >= everyMinute) await refresh();
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
addEventListener('storage', leaveIfAnother);
if (account && !isAsked) await load();
check();
