// An incident that was being opened when its page went away is asked for again from any other page, by one tab at a
// time.
import { announce } from './live.js';
import { askToOpen, keepOpening, openingOf } from './opening.js';
import { account, button, element } from './take-along.js';

const pause = 5000;
const isShown = () => document.querySelector('kris-open-incident') !== null;

function tell(words, address, link) {
  const there = element('a', 'button', link);
  there.href = address;
  const notice = element('section', 'opening-told alert', element('p', '', words));
  notice.setAttribute('aria-label', 'Händelsen som du öppnade');
  notice.dataset.noCircuit = '';
  notice.append(element('div', 'buttons', there, button('Stäng', () => notice.remove())));
  document.querySelector('.opening-told')?.remove();
  document.body.append(notice);
  announce(words);
}

async function ask() {
  for (;;) {
    const opening = await openingOf(account);
    // The form sends it itself, and goes to the incident when it is there.
    if (!opening || isShown()) return;
    const { outcome, id, detail } = await askToOpen(account, opening);
    if (outcome === 'opened') {
      tell(`Händelsen ”${opening.title}” är öppnad.`, `/handelser/${id}`, 'Till händelsen');
      return;
    }
    if (outcome === 'refused') {
      await keepOpening(account, { ...opening, isSent: false, refused: detail });
      tell(`Händelsen ”${opening.title}” öppnades inte: ${detail}`, '/handelser/ny', 'Till formuläret');
      return;
    }
    await new Promise(resume => { setTimeout(resume, pause); });
  }
}

/** Begins, if there is something to ask for and nobody is at it. */
export async function resumeOpening() {
  const alone = lock => (lock ? ask() : null);
  if (navigator.locks) await navigator.locks.request(`kris.opening.${account}`, { ifAvailable: true }, alone);
  else await ask();
}
