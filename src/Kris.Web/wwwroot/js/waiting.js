// Lines that wait are never thrown away, and never forgotten either: after a day every page says that they are there,
// and whoever logs out is asked first. Both offer to take the lines along.
import { announce } from './live.js';
import { onlyHere } from './only-here.js';
import { forgetSeen, seenOf } from './seen.js';
import { linesOf, onChange } from './storage.js';
import { senderFor } from './sender.js';
import { copyOut, printOut } from './waiting-text.js';

const day = 24 * 60 * 60 * 1000;
const everyMinute = 60_000;
const account = document.querySelector('meta[name="kris-account"]')?.content;
const rows = count => (count === 1 ? '1 rad' : `${count} rader`);
let notice = null;
let asked = false;
let leaving = false;

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function button(text, act, className = '') {
  const made = element('button', className, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

async function copy(event, lines) {
  const done = await copyOut(lines, await seenOf(account));
  const text = done ? `${rows(lines.length)} kopierades.` : 'Webbläsaren släpper inte fram kopiering. Skriv ut i stället.';
  event.target.closest('[data-waiting]')?.querySelector('[role=status]')?.replaceChildren(text);
}

const takeAlong = find => [
  button('Kopiera raderna', async event => copy(event, await find())),
  button('Skriv ut raderna', async () => printOut(await find(), await seenOf(account))),
];

async function nag() {
  const old = (await linesOf(account)).filter(line => Date.now() - (line.keptAt ?? line.writtenAt) >= day);
  if (old.length === 0) {
    notice?.remove();
    notice = null;
    return;
  }
  if (!notice) {
    const buttons = element('div', 'buttons', ...takeAlong(() => linesOf(account)));
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
  const [they, sent] = old.length === 1 ? ['Den', 'den är skickad'] : ['De', 'de är skickade'];
  const words = `${rows(old.length)} har väntat på servern i mer än ett dygn. ${they} ligger kvar i den här `
    + `webbläsaren tills ${sent}. Ta en kopia, så att det inte bara finns här.`;
  const shown = notice.querySelector('p');
  if (shown.textContent === words) return;
  shown.textContent = words;
  announce(words);
}

function titleOf(lines, drafts) {
  if (lines.length > 0) return `${rows(lines.length)} har inte skickats`;
  return drafts.length === 1 ? 'Ett utkast finns bara här' : `${drafts.length} utkast finns bara här`;
}

/** Asks whether to leave although something is only here. Answers the choice: leave or stay. */
function ask(lines, drafts) {
  const dialog = element('dialog', 'keys');
  dialog.setAttribute('aria-labelledby', 'waiting-title');
  dialog.dataset.waiting = '';
  const title = element('h2', '', titleOf(lines, drafts));
  title.id = 'waiting-title';
  const text = lines.length > 0
    ? 'Det som väntar ligger kvar i den här webbläsaren om du loggar ut, och skickas när du loggar in här igen. Ingen '
      + 'annan som loggar in kan se det.'
    : 'Servern har inte allt du har skrivit eller bifogat. Det ligger kvar i den här webbläsaren om du loggar ut, och '
      + 'står där när du loggar in här igen. Ingen annan som loggar in kan se det.';
  const said = element('p', 'sub');
  said.setAttribute('role', 'status');
  return new Promise(resolve => {
    const close = choice => () => { dialog.close(); resolve(choice); };
    const stay = button('Stanna kvar', close('stay'), 'main');
    stay.autofocus = true;
    dialog.addEventListener('close', () => { dialog.remove(); resolve('stay'); });
    dialog.append(title, element('p', '', text), said,
      element('div', 'buttons', stay, button('Logga ut ändå', close('leave'), 'danger'),
        ...takeAlong(async () => [...lines, ...drafts])));
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function leave(form, submitter) {
  const [lines, drafts] = await Promise.all([linesOf, onlyHere].map(find => find(account).catch(() => [])));
  if (lines.length + drafts.length > 0 && await ask(lines, drafts) === 'stay') return;
  await Promise.race([forgetSeen(account), new Promise(late => { setTimeout(late, 2000); })]);
  asked = true;
  form.requestSubmit(submitter);
  asked = false;
}

if (account) {
  nag();
  setInterval(nag, everyMinute);
  document.addEventListener('visibilitychange', nag);
  onChange(account, nag);
  for (const type of ['changed', 'saved']) senderFor(account).addEventListener(type, nag);
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
