// Lines that wait are never thrown away, and never forgotten either: after a day every page says that they are there,
// and whoever logs out is asked first. Both offer to take the lines along.
import { announce } from './live.js';
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

async function copy(event) {
  const lines = await linesOf(account);
  const done = await copyOut(lines, await seenOf(account));
  const text = done ? `${rows(lines.length)} kopierades.` : 'Webbläsaren släpper inte fram kopiering. Skriv ut i stället.';
  event.target.closest('[data-waiting]')?.querySelector('[role=status]')?.replaceChildren(text);
}

const printAll = async () => printOut(await linesOf(account), await seenOf(account));

const takeAlong = () => [button('Kopiera raderna', copy), button('Skriv ut raderna', printAll)];

async function nag() {
  const old = (await linesOf(account)).filter(line => Date.now() - (line.keptAt ?? line.writtenAt) >= day);
  if (old.length === 0) {
    notice?.remove();
    notice = null;
    return;
  }
  if (!notice) {
    const buttons = element('div', 'buttons', ...takeAlong());
    const said = element('span', 'sub');
    said.setAttribute('role', 'status');
    buttons.append(said);
    notice = element('section', 'waiting-long alert warning', element('p'), buttons);
    notice.setAttribute('aria-label', 'Rader som har väntat länge');
    notice.dataset.waiting = '';
    // It works without the circuit, and is needed most when there is none.
    notice.dataset.noCircuit = '';
    document.body.append(notice);
  }
  const [they, sent] = old.length === 1 ? ['Den', 'den är skickad'] : ['De', 'de är skickade'];
  const words = `${rows(old.length)} har väntat på servern i mer än ett dygn. ${they} ligger kvar i den här `
    + `webbläsaren tills ${sent}. Ta en kopia, så att det inte bara finns här.`;
  const shown = notice.querySelector('p');
  if (shown.textContent === words) return;
  shown.textContent = words;
  announce(words);
}

/** Asks whether to leave although something waits. Answers the choice: leave or stay. */
function ask(lines) {
  const dialog = element('dialog', 'keys');
  dialog.setAttribute('aria-labelledby', 'waiting-title');
  dialog.dataset.waiting = '';
  const title = element('h2', '', `${rows(lines.length)} har inte skickats`);
  title.id = 'waiting-title';
  const text = 'Det som väntar ligger kvar i den här webbläsaren om du loggar ut, och skickas när du loggar in här '
    + 'igen. Ingen annan som loggar in kan se det.';
  const said = element('p', 'sub');
  said.setAttribute('role', 'status');
  return new Promise(resolve => {
    const close = choice => () => { dialog.close(); resolve(choice); };
    const stay = button('Stanna kvar', close('stay'), 'main');
    stay.autofocus = true;
    dialog.addEventListener('close', () => { dialog.remove(); resolve('stay'); });
    dialog.append(title, element('p', '', text), said,
      element('div', 'buttons', stay, button('Logga ut ändå', close('leave'), 'danger'), ...takeAlong()));
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function leave(form, submitter) {
  const lines = await linesOf(account).catch(() => []);
  if (lines.length > 0 && await ask(lines) === 'stay') return;
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
  document.addEventListener('submit', event => {
    if (asked || !event.target.matches('form[action="/logga-ut"]')) return;
    event.preventDefault();
    leave(event.target, event.submitter);
  });
}
