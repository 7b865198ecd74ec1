// An incident that was being opened when its page went away is asked for again from any other page, by one tab at a
// time.
import { announce } from './live.js';
import { alone, askToOpen, giveBack, openings } from './opening.js';
import { account, button, element } from './take-along.js';

const pause = 5000;

// There may be several: each stands until all are put away.
function told() {
  const before = document.querySelector('.opening-told');
  if (before) return before;
  const notice = element('section', 'opening-told alert');
  notice.setAttribute('aria-label', 'Händelsen som du öppnade');
  notice.dataset.noCircuit = '';
  notice.append(element('div', 'buttons', button('Stäng', () => notice.remove())));
  document.body.append(notice);
  return notice;
}

function tell(words, address, link) {
  const there = element('a', 'button', link);
  there.href = address;
  told().lastChild.before(element('p', '', words), element('div', 'buttons', there));
  announce(words);
}

async function ask(opening) {
  for (;;) {
    const { outcome, id, detail } = await askToOpen(account, opening);
    if (outcome === 'opened') {
      tell(`Händelsen ”${opening.title}” är öppnad.`, `/handelser/${id}`, 'Till händelsen');
      return;
    }
    if (outcome === 'refused') {
      await giveBack(account, opening, detail);
      tell(`Händelsen ”${opening.title}” öppnades inte: ${detail}`, '/handelser/ny', 'Till formuläret');
      return;
    }
    await new Promise(resume => { setTimeout(resume, pause); });
  }
}

/** Asks for what nobody is at. */
export async function resumeOpenings() {
  for (const opening of await openings(account)) {
    alone(opening.key, () => ask(opening), { ifAvailable: true });
  }
}
