// What is said above the text of drafts on other devices, with what can be done about it.
export class DraftNote {
  #place = document.createElement('div');
  /** What it is about: nothing, "offer" or "taken". */
  about = null;

  constructor(form) {
    this.#place.className = 'note offer';
    this.#place.setAttribute('role', 'status');
    this.#place.hidden = true;
    form.prepend(this.#place);
  }

  /** Says it, with buttons as { what it says: act }. What stands there already is left: somebody may be pressing it. */
  say(about, text, acts) {
    const said = [text, ...Object.keys(acts)].join('|');
    if (this.about === about && this.#place.dataset.said === said) return;
    this.about = about;
    this.#place.dataset.said = said;
    const words = document.createElement('span');
    words.textContent = text;
    this.#place.replaceChildren(words, ...Object.entries(acts).map(([name, act]) => button(name, act)));
    this.#place.hidden = false;
  }

  withdraw() {
    this.about = null;
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }
}

function button(text, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'small';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}
