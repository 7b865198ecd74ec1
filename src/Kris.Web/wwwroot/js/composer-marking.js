// The part of the composer that marks a line as secret: behind a button, with its legal basis, reason and circle. The
// bases come with the page, so that a line can be marked while the server is away; people are looked up when it is
// here.
const circles = { stabsledningen: 'stabsledningen', staben: 'staben', namngivna: 'namngivna personer' };
const maxReason = 1000;
const pause = 250;

const markup = `
  <button type="button" class="small" data-act="mark" aria-expanded="false" aria-controls="composer-marking"
    hidden>Sekretess …</button>`;

const fields = `
  <fieldset class="marking" id="composer-marking" hidden>
    <legend>Sekretessmarkera raden</legend>
    <p class="sub of-correction">Raden som du rättar är öppen och säger samma sak. Den markeras tillsammans med
      rättelsen.</p>
    <div class="slot lagrum"><label for="composer-lagrum">Lagrum</label>
      <select id="composer-lagrum"></select></div>
    <div class="slot circle"><label for="composer-circle">Får läsas av</label>
      <select id="composer-circle">${Object.entries(circles)
        .map(([code, name]) => `<option value="${code}">${name}</option>`).join('')}</select></div>
    <div class="slot reason"><label for="composer-marking-reason">Varför?</label>
      <input id="composer-marking-reason" maxlength="${maxReason}" autocomplete="off"></div>
    <div class="slot readers" hidden><label for="composer-readers">Sök person</label>
      <input id="composer-readers" type="search" maxlength="100" autocomplete="off"></div>
    <ul class="people" aria-label="Får läsa raden" hidden></ul>
    <ul class="people found" aria-label="Personer att välja" hidden></ul>
    <button type="button" class="small" data-act="unmark">Ta bort markeringen</button>
  </fieldset>`;

function person({ id, name }, verb, act) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  item.textContent = `${name} `;
  button.type = 'button';
  button.className = 'small';
  button.textContent = verb;
  button.setAttribute('aria-label', `${verb} ${name}`);
  button.dataset.id = id;
  button.addEventListener('click', act);
  item.append(button);
  return item;
}

async function search(text) {
  const response = await fetch(`/api/v1/readers?q=${encodeURIComponent(text)}`, {
    credentials: 'same-origin', headers: { 'X-Kris': '1' }, signal: AbortSignal.timeout(5000),
  });
  return response.ok ? (await response.json()).readers : [];
}

export class ComposerMarking {
  #form;
  #changed;
  #readers = [];
  #asked = 0;

  /** form is the composer's; changed() hears of what no input event tells. */
  constructor(form, changed) {
    this.#form = form;
    this.#changed = changed;
    form.querySelector('.end').insertAdjacentHTML('afterbegin', markup);
    form.querySelector('.bar').insertAdjacentHTML('beforebegin', fields);
    this.#part('[data-act="mark"]').addEventListener('click', () => this.#open(true));
    this.#part('[data-act="unmark"]').addEventListener('click', () => this.#open(false));
    this.#part('#composer-circle').addEventListener('change', () => this.#show());
    this.#part('#composer-readers').addEventListener('keydown', event => {
      if (event.key !== 'Enter') return;
      // The line is not finished while people are looked for.
      event.preventDefault();
      event.stopPropagation();
    });
    this.#part('#composer-readers').addEventListener('input', event => {
      // What is looked for is no part of the line.
      event.stopPropagation();
      this.#search(event.target.value.trim());
    });
  }

  /** The legal bases as [[code, name], …]; without any, the person may not mark. */
  offer(bases) {
    const select = this.#part('#composer-lagrum');
    const chosen = select.value;
    select.replaceChildren(new Option('välj …', ''), ...bases.map(([code, name]) => new Option(name, code)));
    select.value = bases.some(([code]) => code === chosen) ? chosen : '';
    this.#part('[data-act="mark"]').hidden = bases.length === 0 || this.isOn();
  }

  isOn() {
    return !this.#part('.marking').hidden;
  }

  /** What stands here, as it is kept in a draft; nothing when the line is open. */
  values() {
    if (!this.isOn()) return null;
    return {
      lagrum: this.#part('#composer-lagrum').value,
      circle: this.#part('#composer-circle').value,
      reason: this.#part('#composer-marking-reason').value,
      readers: this.#readers,
    };
  }

  fill(values) {
    this.#part('.marking').hidden = !values;
    const select = this.#part('#composer-lagrum');
    const lagrum = values?.lagrum ?? '';
    // A draft from another page may name a basis that this one was not given: it is not lost for that.
    if (![...select.options].some(option => option.value === lagrum)) select.add(new Option(lagrum, lagrum));
    select.value = lagrum;
    this.#part('#composer-circle').value = values?.circle ?? 'stabsledningen';
    this.#part('#composer-marking-reason').value = values?.reason ?? '';
    this.#readers = values?.readers ?? [];
    this.#found([]);
    this.#part('#composer-readers').value = '';
    this.#show();
  }

  /** What is missing, and where; nothing when the line can be sent. */
  problem() {
    const values = this.values();
    if (!values) return null;
    if (!values.lagrum) return ['Välj vilket lagrum sekretessen vilar på.', this.#part('#composer-lagrum')];
    if (!values.reason.trim()) return ['Skriv varför raden är sekretess.', this.#part('#composer-marking-reason')];
    if (values.circle === 'namngivna' && values.readers.length === 0) {
      return ['Välj minst en person som får läsa raden.', this.#part('#composer-readers')];
    }
    return null;
  }

  /** The fields of the API's body. */
  body() {
    const values = this.values();
    if (!values) return {};
    const readers = values.circle === 'namngivna' ? { readers: values.readers.map(reader => reader.id) } : {};
    return { lagrum: values.lagrum, markingReason: values.reason.trim(), circle: values.circle, ...readers };
  }

  #part(selector) {
    return this.#form.querySelector(selector);
  }

  #open(isOn) {
    this.fill(isOn ? {} : null);
    this.#changed();
    this.#part(isOn ? '#composer-lagrum' : '[data-act="mark"]').focus();
  }

  #show() {
    const isOn = this.isOn();
    const button = this.#part('[data-act="mark"]');
    button.hidden = isOn || this.#part('#composer-lagrum').options.length < 2;
    button.setAttribute('aria-expanded', String(isOn));
    this.#form.classList.toggle('secret', isOn);
    const named = this.#part('#composer-circle').value === 'namngivna';
    this.#part('.slot.readers').hidden = !named;
    const chosen = this.#part('.people:not(.found)');
    chosen.hidden = !named || this.#readers.length === 0;
    chosen.replaceChildren(...this.#readers.map(reader => person(reader, 'Ta bort', () => {
      this.#readers = this.#readers.filter(other => other.id !== reader.id);
      this.#show();
      this.#changed();
    })));
    if (!named) this.#found([]);
  }

  #found(people) {
    const list = this.#part('.people.found');
    const fresh = people.filter(found => !this.#readers.some(reader => reader.id === found.id));
    list.hidden = fresh.length === 0;
    list.replaceChildren(...fresh.map(({ id, name }) => person({ id, name }, 'Välj', () => {
      this.#readers = [...this.#readers, { id, name }];
      this.#part('#composer-readers').value = '';
      this.#found([]);
      this.#show();
      this.#changed();
      this.#part('#composer-readers').focus();
    })));
  }

  async #search(text) {
    const mine = ++this.#asked;
    await new Promise(wait => { setTimeout(wait, pause); });
    if (mine !== this.#asked) return;
    const people = text === '' ? [] : await search(text).catch(() => []);
    if (mine === this.#asked) this.#found(people);
  }
}
