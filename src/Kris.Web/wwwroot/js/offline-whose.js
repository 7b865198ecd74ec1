// In whose name one writes on the page without a server, and the way out of it. Nobody can be asked there who is sitting
// at the computer: the page says whose login it was, and where that has run out it asks before anything is written.
import { duties } from './duties.js';
import { isDoubtful, hasRunOut, noteConfirmed, owesLogout, whoThatIs } from './here.js';
import { element } from './offline-show.js';

const nameless = 'den som senast var inloggad här';

function button(text, act, className = 'small') {
  const made = element('button', className, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

const nameOf = () => whoThatIs().name || nameless;

/** As what the person writes in an incident that was kept; as what they were here last, where none is chosen. */
const roleOf = one => one?.role || duties[one?.duty] || whoThatIs().role;

export class Whose {
  #acts;
  place = element('section', 'whose');

  /** acts: { confirmed(), left() }; left() is called when somebody else is here, and takes the page away. */
  constructor(acts) {
    this.#acts = acts;
    this.place.setAttribute('aria-label', 'Vem som skriver');
  }

  /** Says it for the incident that is chosen; what was kept of it, as it is known. */
  show(one) {
    const other = button('Jag är någon annan', () => this.#leave());
    this.place.className = isDoubtful() ? 'whose alert warning' : 'whose';
    const parts = isDoubtful() ? this.#question(other) : this.#said(one, other);
    const text = element('div', '', ...parts).textContent;
    // What stands there already is left: somebody may be pressing it.
    if (this.place.dataset.said === text) return;
    this.place.dataset.said = text;
    this.place.replaceChildren(...parts);
  }

  #said(one, other) {
    const role = roleOf(one);
    const words = element('p', '', 'Du skriver som ', element('b', '', nameOf()), role ? `, ${role}.` : '.');
    if (hasRunOut()) words.append(' Raderna skickas när du har loggat in och sagt att de är dina.');
    return [words, other];
  }

  #question(other) {
    const yes = button(`Ja, jag är ${nameOf()}`, () => {
      noteConfirmed();
      this.#acts.confirmed();
    }, 'main');
    return [
      element('h2', '', `Är du ${nameOf()}?`),
      element('p', '', 'Inloggningen i den här webbläsaren har gått ut. Det du skriver ligger kvar här och skickas först '
        + 'när du har loggat in och sagt att det är ditt.'),
      element('div', 'buttons', yes, other),
    ];
  }

  // The login itself cannot be ended here: the next page that the server gives in it does that.
  #leave() {
    owesLogout(whoThatIs().login);
    this.#acts.left();
  }
}
