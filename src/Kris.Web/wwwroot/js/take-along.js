// Buttons that copy and print what is only in this browser, and the small parts that they stand in.
import { seenOf } from './seen.js';
import { copyOut, printOut } from './waiting-text.js';

/** The account of the page, if anybody is logged in. */
export const account = document.querySelector('meta[name="kris-account"]')?.content;

export const rows = count => (count === 1 ? '1 rad' : `${count} rader`);

export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function button(text, act, className = '') {
  const made = element('button', className, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

async function copy(event, lines) {
  const done = await copyOut(lines, await seenOf(account));
  const text = done ? `${rows(lines.length)} kopierades.`
    : 'Webbläsaren släpper inte fram kopiering. Skriv ut i stället.';
  event.target.closest('[data-waiting]')?.querySelector('[role=status]')?.replaceChildren(text);
}

/** The two buttons, for the lines that find() answers; they stand in a [data-waiting] with a role=status. */
export const takeAlong = find => [
  button('Kopiera raderna', async event => copy(event, await find())),
  button('Skriv ut raderna', async () => printOut(await find(), await seenOf(account))),
];

export function status() {
  const said = element('p', 'sub');
  said.setAttribute('role', 'status');
  return said;
}
