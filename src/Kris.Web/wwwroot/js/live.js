// Small helpers for pages, by JS interop or from other modules: a polite voice, the reader's place, elapsed times.
import { followLooks } from './looking.js';
import { elapsed, wallClock } from './time.js';

let region;

/** Says something to a screen reader when it has finished what it is saying. */
export function announce(text) {
  if (!region?.isConnected) {
    region = document.createElement('div');
    region.id = 'kris-live';
    region.className = 'sr-only';
    region.setAttribute('role', 'status');
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }
  // The same words twice are only heard twice if they went away in between.
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 60);
}

/** Whether the reader stands at the newest line, so that new ones may be let in without moving anything. */
export function isAtTop(selector = 'ol.log') {
  const log = document.querySelector(selector);
  return !log || log.getBoundingClientRect().top >= 0;
}

let toldAtTop = true;
let follows = false;

function tellReader(always = false) {
  const now = isAtTop();
  const log = document.querySelector('[data-log]');
  if (!log || (now === toldAtTop && !always)) return;
  toldAtTop = now;
  log.dispatchEvent(new CustomEvent('kris-reader-moved', { bubbles: true, detail: { isAtTop: now } }));
}

/** Tells the circuit whenever the reader comes to the newest line or leaves it, so that it never has to ask. */
export function followReader() {
  // A log that is new to the circuit is taken to be read from its top.
  toldAtTop = true;
  tellReader();
  followLooks();
  if (follows) return;
  follows = true;
  let waits = false;
  addEventListener('scroll', () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; tellReader(); });
  }, { passive: true });
  // What was told while the circuit was gone went nowhere.
  document.addEventListener('kris-connected', () => tellReader(true));
}

// The rows are plain markup, alike for all who read them: one listener serves every row's button.
document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-log] button[data-line]');
  button?.dispatchEvent(new CustomEvent('kris-line-chosen', {
    bubbles: true,
    detail: {
      number: Number(button.dataset.line), shows: 'show' in button.dataset, isFound: button.closest('.found') !== null,
    },
  }));
});

export function scrollToTop() {
  scrollTo({ top: 0 });
}

/** Tells that lines came from others: notice.js shows it in the title of a tab in the background. */
export function newLines(count) {
  document.dispatchEvent(new CustomEvent('kris-new-lines', { detail: { count } }));
}

export function correct(number, text) {
  document.dispatchEvent(new CustomEvent('kris-correct', { detail: { number, text } }));
}

/** Enters a dialog at its first field, or where it has none at its first button, unless somebody is in it already. */
export function enterForm(form, only = 'any') {
  const fields = typeof form === 'string' ? document.getElementById(form) : form;
  const dialog = fields?.closest('[role=dialog]');
  if (!dialog || dialog.querySelector(':is(a, button, input, select, textarea):focus')) return;
  const first = fields.querySelector('input:not([type=hidden]), select, textarea');
  if (first || only === 'any') (first ?? dialog.querySelector('button:not(:disabled)')).focus();
}

/** After a no: the first field that needs something and has nothing, marked until something is written there. */
export function focusFirstEmpty(form) {
  const fields = [...document.getElementById(form)?.querySelectorAll(':is(input, textarea):required') ?? []];
  const empty = fields.find(field => field.value.trim() === '');
  if (!empty) return;
  empty.setAttribute('aria-invalid', 'true');
  empty.addEventListener('input', () => empty.removeAttribute('aria-invalid'), { once: true });
  empty.focus();
}

// Blazor holds on to its text nodes: change what stands in them, never the nodes.
function say(element, text) {
  if (element.firstChild?.nodeType !== Node.TEXT_NODE) element.textContent = text;
  else if (element.firstChild.data !== text) element.firstChild.data = text;
}

/** Brings every <time data-since> and [data-clock] up to date; runs by itself every half minute. */
export function tick(now = Date.now()) {
  for (const time of document.querySelectorAll('time[data-since]')) {
    const since = Date.parse(time.dataset.since);
    if (!Number.isNaN(since)) say(time, elapsed(since, now));
  }
  for (const clock of document.querySelectorAll('[data-clock]')) say(clock, wallClock(now).clock);
}

// Paper tells when it became paper, which no page knows before.
addEventListener('beforeprint', () => {
  const { date, clock } = wallClock(Date.now());
  for (const at of document.querySelectorAll('[data-printed]')) at.textContent = `${date} ${clock}`;
});

tick();
setInterval(tick, 30_000);
setInterval(() => document.querySelector('[data-clock]') && tick(), 1000);
document.addEventListener('visibilitychange', () => document.hidden || tick());
