// Lines that were written without a server in the name of a login that had run out: somebody said that they were the one
// who had been logged in, and nobody could check it. Whoever logs in next under that name says whether they are theirs.
import { senderFor } from './sender.js';
import { linesOf, lookForLines, onChange, retryAfter, writeLine } from './storage.js';
import { account, button, element, rows, status, takeAlong } from './take-along.js';
import { described } from './waiting-text.js';

const aside = 'Undanlagd: den skrevs här sedan din inloggning hade gått ut, och du har sagt att den inte ska skickas.';
let dialog = null;
let isLate = false;

const unsure = async () => (await linesOf(account)).filter(line => line.isUnsure);

async function answer(change) {
  for (const line of await unsure()) await writeLine({ ...line, isUnsure: false, ...change });
  dialog?.close();
  const sender = senderFor(account);
  // Other tabs hear of it by themselves, and the form of this one does not.
  sender.dispatchEvent(new Event('changed'));
  sender.kick();
}

function listOf(lines) {
  const items = described(lines).map(({ when, kind, text }) =>
    element('li', '', element('p', 'sub', `${when} ${kind}`), element('p', 'text', text)));
  const list = element('ul', 'outbox left', ...items);
  list.setAttribute('aria-labelledby', 'unsure-title');
  return list;
}

function ask(lines) {
  dialog = element('dialog', 'keys');
  dialog.setAttribute('aria-labelledby', 'unsure-title');
  dialog.dataset.waiting = '';
  const [what, theirs, them] = lines.length === 1 ? ['den din', 'Den', 'den'] : ['de dina', 'De', 'dem'];
  const title = element('h2', '', `${rows(lines.length)} skrevs här i ditt namn. Är ${what}?`);
  title.id = 'unsure-title';
  const words = `${theirs} skrevs utan server sedan din inloggning hade gått ut. Lägger du undan ${them} ligger `
    + `${them === 'den' ? 'den' : 'de'} kvar under skrivrutan i händelsen, och skickas inte.`;
  const send = button('Skicka', () => answer({}), 'main');
  send.autofocus = true;
  dialog.append(title, element('p', '', words), listOf(lines), status(), element('div', 'buttons', send,
    button('Lägg undan', () => answer({ refused: aside, isAside: true })), ...takeAlong(unsure)));
  dialog.addEventListener('close', () => {
    dialog.remove();
    dialog = null;
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Asks about them, where there are any; whoever closes the question is asked again by the next page. */
export function askWhose() {
  // Another tab can be the one that is answered.
  onChange(account, async () => {
    if (dialog && (await unsure()).length === 0) dialog.close();
  });
  return look();
}

async function look() {
  const { lines, isWhole } = await lookForLines(account);
  const found = lines.filter(line => line.isUnsure);
  if (found.length > 0 && !dialog) ask(found);
  if (isWhole || isLate) return;
  isLate = true;
  setTimeout(() => {
    isLate = false;
    if (!dialog) look();
  }, retryAfter);
}
