// Suggestions while somebody types: a listbox under the field, worked with the arrows while the caret stays where it
// is. Nothing is chosen beforehand, so Enter saves the line as always until an arrow has been pressed.
import { announce } from './live.js';
import { known, more } from './completion-source.js';

const pause = 120;
const most = 8;

/** The word at the caret that something can be suggested for: { sign, query, from, to } or nothing. */
function wordAt(field) {
  const before = field.value.slice(0, field.selectionStart);
  if (field.selectionStart !== field.selectionEnd) return null;
  const kind = /^\/(\p{L}*)$/u.exec(before);
  if (kind) return { sign: '/', query: kind[1], from: 0, to: before.length };
  const word = /(?:^|[\s("”])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)?$/u.exec(before);
  if (!word) return null;
  const query = word[2] ?? '';
  return { sign: word[1], query, from: before.length - query.length - 1, to: before.length };
}

const wholeField = field => {
  const query = field.value.trim();
  return query.length < 2 ? null : { sign: '', query, from: 0, to: field.value.length };
};

export class Completion {
  #field;
  #list;
  #find;
  #context;
  #word = null;
  #options = [];
  #chosen = -1;
  #asked = 0;
  #timer = 0;
  #picked = null;

  /** context() gives { offered, incident, duty }; whole fields are replaced as a whole, others by the word. */
  constructor(field, context, { whole = false } = {}) {
    this.#field = field;
    this.#context = context;
    this.#find = whole ? wholeField : wordAt;
    this.#list = document.createElement('ul');
    this.#list.id = `${field.id}-options`;
    this.#list.className = 'options';
    this.#list.hidden = true;
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', 'Förslag');
    field.after(this.#list);
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', this.#list.id);
    // A field of several lines may not be called a combobox; what it has active is told all the same.
    if (field.matches('input')) {
      field.setAttribute('role', 'combobox');
      field.setAttribute('aria-expanded', 'false');
    }
    field.addEventListener('input', () => this.#typed());
    field.addEventListener('keydown', event => this.#key(event));
    field.addEventListener('blur', () => this.close());
    // The field keeps the focus, or the press would close what it is on.
    this.#list.addEventListener('pointerdown', event => event.preventDefault());
    this.#list.addEventListener('click', event => {
      const option = event.target.closest('[role="option"]');
      if (option) this.#pick(Number(option.dataset.index));
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#word = null;
    this.#show([]);
  }

  #typed() {
    const word = this.#find(this.#field);
    clearTimeout(this.#timer);
    const mine = this.#asked += 1;
    if (!word || this.#field.value === this.#picked) {
      this.close();
      return;
    }
    this.#picked = null;
    const isNew = this.#word?.sign !== word.sign || this.#list.hidden;
    this.#word = word;
    const here = known(word.sign, word.query, this.#context());
    this.#show(here, isNew);
    this.#timer = setTimeout(async () => {
      const there = await more(word.sign, word.query, this.#context());
      // Somebody has typed on, or gone; what has been chosen meanwhile is not moved.
      if (mine === this.#asked && there.length > 0 && this.#chosen < 0) this.#show([...here, ...there], isNew);
    }, pause);
  }

  #show(options, isNew = false) {
    this.#options = options.slice(0, most);
    this.#list.replaceChildren(...this.#options.map((option, index) => this.#item(option, index)));
    this.#list.hidden = this.#options.length === 0;
    if (!this.#list.hidden) {
      this.#list.style.top = `${this.#field.offsetTop + this.#field.offsetHeight}px`;
      const room = this.#field.form.clientWidth - this.#list.offsetWidth - 6;
      this.#list.style.left = `${Math.max(6, Math.min(this.#field.offsetLeft, room))}px`;
      if (isNew) announce(`${this.#options.length} förslag. Pil ned väljer.`);
    }
    if (this.#field.matches('input')) this.#field.setAttribute('aria-expanded', String(!this.#list.hidden));
    this.#choose(-1);
  }

  #item({ word, name, hint }, index) {
    const item = document.createElement('li');
    item.id = `${this.#list.id}-${index}`;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.dataset.index = String(index);
    const shown = document.createElement('b');
    shown.textContent = this.#word.sign === '' ? name : `${this.#word.sign}${word}`;
    const said = [name, hint].filter(text => text && text !== word && text !== shown.textContent).join(', ');
    item.append(shown, said ? ` ${said}` : '');
    return item;
  }

  #choose(index) {
    this.#chosen = index;
    for (const item of this.#list.children) {
      item.setAttribute('aria-selected', String(Number(item.dataset.index) === index));
    }
    if (index < 0) this.#field.removeAttribute('aria-activedescendant');
    else {
      const item = this.#list.children[index];
      this.#field.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    }
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#list.hidden || event.ctrlKey || event.altKey || event.metaKey) return;
    const count = this.#options.length;
    if (event.key === 'ArrowDown') this.#choose(this.#chosen + 1 >= count ? 0 : this.#chosen + 1);
    else if (event.key === 'ArrowUp') this.#choose(this.#chosen <= 0 ? count - 1 : this.#chosen - 1);
    else if (event.key === 'Enter' && !event.shiftKey && this.#chosen >= 0) this.#pick(this.#chosen);
    else if (event.key === 'Escape') this.close();
    else {
      // Enter saves and Tab goes on; the list is in the way of neither.
      if (event.key === 'Enter' || event.key === 'Tab') this.close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #pick(index) {
    const { sign, from, to } = this.#word;
    const { word, name } = this.#options[index];
    const put = sign === '' ? name : `${sign}${word} `;
    this.#field.setRangeText(put, from, to, 'end');
    this.#picked = this.#field.value;
    this.close();
    this.#field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
