// Lines that wait are never thrown away, and never forgotten either: after a day every page says that they are there,
// and whoever logs out is asked first. Both offer to take the lines along.
import { isAtRisk, unkept } from './attachment-send.js';
import { sweepBlobs } from './blobs.js';
import { showLeft } from './left-here.js';
import { announce } from './live.js';
import { onlyHere } from './only-here.js';
import { resumeOpenings } from './resume-opening.js';
import { isLogoutOwed, owesLogout } from './here.js';
import { forgetSeen } from './seen.js';
import { waits } from './send-line.js';
import { senderFor } from './sender.js';
import { linesOf, lookForLines, onChange } from './storage.js';
import { account, button, element, rows, status, takeAlong } from './take-along.js';
import { askWhose } from './unsure.js';

const day = 24 * 60 * 60 * 1000;
const patience = 3000;
const readLimit = 4000;
const everyMinute = 60_000;
const everyQuarter = 15 * everyMinute;
let notice = null;
let oldDrafts = [];
let asked = false;
let leaving = false;
let left = false;
const login = document.querySelector('meta[name="kris-account"]')?.dataset.login;
const isOffline = () => document.body.classList.contains('offline');

const isOld = line => Date.now() - (line.keptAt ?? line.writtenAt) >= day;
const oldOnes = async () => [...(await linesOf(account)).filter(isOld), ...oldDrafts];

// What waits, what was refused and what is no line yet need each their own words: only the first goes away by itself.
function wordsOf(old) {
  const [refused, drafts, waiting, others] = [line => line.refused && !line.isAside, line => line.isDraft,
    line => waits(line) && !line.isDraft, line => line.isAside || line.isUnsure].map(is => old.filter(is).length);
  const [they, sent] = waiting === 1 ? ['Den', 'den är skickad'] : ['De', 'de är skickade'];
  const words = [];
  if (waiting > 0) {
    words.push(`${rows(waiting)} har väntat på servern i mer än ett dygn. ${they} ligger kvar i den här webbläsaren `
      + `tills ${sent}.`);
  }
  if (refused > 0) {
    words.push(`${rows(refused)} togs inte emot av servern för mer än ett dygn sedan. Försök igen, ändra eller kasta i `
      + 'händelsens logg.');
  }
  if (others > 0) {
    words.push(`${rows(others)} från en inloggning som hade gått ut har legat här i mer än ett dygn.`);
  }
  if (drafts > 0) {
    words.push(`${drafts} utkast finns sedan mer än ett dygn bara i den här webbläsaren.`);
  }
  return `${words.join(' ')} Ta en kopia, så att det inte bara finns här.`;
}

async function nag() {
  const old = await oldOnes();
  if (old.length === 0) {
    notice?.remove();
    notice = null;
    return;
  }
  if (!notice) {
    const buttons = element('div', 'buttons', ...takeAlong(async () => [...await linesOf(account), ...oldDrafts]));
    const said = element('span', 'sub');
    said.setAttribute('role', 'status');
    buttons.append(said);
    notice = element('section', 'waiting-long alert warning', element('p'), buttons);
    notice.setAttribute('aria-label', 'Rader som har väntat länge');
    notice.dataset.waiting = '';
    // It works without the circuit, and is needed most when there is none.
    notice.dataset.noCircuit = '';
    document.body.append(notice);
    // It lies over the end of the page, which is moved up by as much as it takes.
    new ResizeObserver(([entry]) => document.body.style.setProperty(
      '--waiting-height', `${entry.borderBoxSize[0].blockSize}px`)).observe(notice);
  }
  const words = wordsOf(old);
  const shown = notice.querySelector('p');
  if (shown.textContent === words) return;
  shown.textContent = words;
  announce(words);
}

// The server is asked about each of them, and so not every minute.
async function lookForOldDrafts() {
  oldDrafts = await onlyHere(account, Date.now() - day);
  await nag();
}

function titleOf({ lines, drafts, isWhole }) {
  if (lines.length + drafts.length === 0) return 'Det går inte att se vad som väntar';
  if (lines.length > 0) return `${isWhole ? '' : 'Minst '}${rows(lines.length)} har inte skickats`;
  return drafts.length === 1 ? 'Ett utkast finns bara här' : `${drafts.length} utkast finns bara här`;
}

function textOf({ lines, isWhole }) {
  if (!isWhole) {
    return 'Webbläsarens lagring svarar inte, så allt som väntar går inte att läsa. Det som finns där ligger kvar om du '
      + 'loggar ut, och skickas när du loggar in här igen. Ingen annan som loggar in kan se det. Vänta gärna en stund och '
      + 'försök igen.';
  }
  if (lines.length === 0) {
    return 'Servern har inte allt du har skrivit eller bifogat. Det ligger kvar i den här webbläsaren om du loggar '
      + 'ut, och står där när du loggar in här igen. Ingen annan som loggar in kan se det.';
  }
  const sent = lines.every(line => !waits(line)) ? '' : ', och skickas när du loggar in här igen';
  return `Det som väntar ligger kvar i den här webbläsaren om du loggar ut${sent}. `
    + 'Ingen annan som loggar in kan se det.';
}

// What the browser had no room for goes with the page, and that is said before it does.
function lossesOf(lines) {
  const names = lines.flatMap(unkept).map(file => file.name);
  if (names.length === 0) return [];
  const [files, go] = names.length === 1 ? ['Bilagan', 'den försvinner'] : ['Bilagorna', 'de försvinner'];
  const words = `${files} ${names.join(', ')} fick inte plats i webbläsaren: ${go} om du loggar ut.`;
  return [element('p', 'alert warning', words)];
}

/** Asks whether to leave although something is, or may be, only here. Answers the choice: leave or stay. */
function ask(found) {
  const only = [...found.lines, ...found.drafts];
  const dialog = element('dialog', 'keys');
  dialog.setAttribute('aria-labelledby', 'waiting-title');
  dialog.dataset.waiting = '';
  const title = element('h2', '', titleOf(found));
  title.id = 'waiting-title';
  const said = status();
  return new Promise(resolve => {
    const close = choice => () => { dialog.close(); resolve(choice); };
    const stay = button('Stanna kvar', close('stay'), 'main');
    stay.autofocus = true;
    dialog.addEventListener('close', () => { dialog.remove(); resolve('stay'); });
    dialog.append(title, element('p', '', textOf(found)), ...lossesOf(only), said,
      element('div', 'buttons', stay, button('Logga ut ändå', close('leave'), 'danger'),
        ...(only.length > 0 ? takeAlong(async () => only) : [])));
    document.body.append(dialog);
    dialog.showModal();
  });
}

// A database that does not answer, or not soon, has not said that there is nothing.
async function whatIsHere() {
  const late = new Promise(resolve => { setTimeout(() => resolve(null), readLimit); });
  const inTime = asking => Promise.race([asking.catch(() => null), late]);
  const [found, drafts] = await Promise.all([inTime(lookForLines(account)), inTime(onlyHere(account))]);
  return { lines: found?.lines ?? [], drafts: drafts ?? [], isWhole: found?.isWhole === true && drafts !== null };
}

async function leave(form, submitter) {
  const found = await whatIsHere();
  const isAsked = !found.isWhole || found.lines.length + found.drafts.length > 0;
  if (isAsked && await ask(found) === 'stay') return;
  await Promise.race([forgetSeen(account), new Promise(late => { setTimeout(late, 2000); })]);
  // Where the server does not hear of it, the login is ended by the next page that it gives.
  owesLogout(login);
  [asked, left] = [true, true];
  if (navigator.serviceWorker?.controller && !await isServerThere()) location.assign('/offline/');
  else form.requestSubmit(submitter);
  asked = false;
}

async function isServerThere() {
  try {
    return (await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(patience) })).ok;
  } catch {
    return false;
  }
}

if (account) {
  nag();
  showLeft();
  sweepBlobs(account);
  resumeOpenings();
  if (!isOffline() && !isLogoutOwed(login)) askWhose();
  lookForOldDrafts();
  setInterval(nag, everyMinute);
  // The tab that asked can have died, and a database that opens late has more.
  setInterval(resumeOpenings, everyMinute);
  setInterval(lookForOldDrafts, everyQuarter);
  addEventListener('beforeunload', event => {
    if (isAtRisk() && !left) event.preventDefault();
  });
  const hear = () => (oldDrafts.length > 0 ? lookForOldDrafts() : nag());
  document.addEventListener('visibilitychange', hear);
  onChange(account, hear);
  for (const type of ['changed', 'saved']) senderFor(account).addEventListener(type, hear);
  document.addEventListener('submit', async event => {
    if (asked || !event.target.matches('form[action="/logga-ut"]')) return;
    event.preventDefault();
    // The server is asked what it has; who presses again meanwhile means the same.
    if (leaving) return;
    leaving = true;
    try {
      await leave(event.target, event.submitter);
    } finally {
      leaving = false;
    }
  });
}
