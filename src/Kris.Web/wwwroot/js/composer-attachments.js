// The files of the line that is being written: chosen, dropped, pasted or photographed, kept in the browser at once,
// and sent to the server while the text is written, so that what is refused is known before the line is saved.
import { accepted, maxFiles, prepared, problemOf, sizeInWords, thumbnailOf, tooLarge } from './attachment-file.js';
import { fileOf, forgetFile, keepFile, sendFile } from './attachment-send.js';
import { announce } from './live.js';
import { uuid7 } from './uuid7.js';

const hasFiles = event => [...(event.dataTransfer?.types ?? [])].includes('Files');

// A file that is dropped beside the box would be opened by the browser in the place of the page.
for (const type of ['dragover', 'drop']) {
  addEventListener(type, event => {
    if (!hasFiles(event) || event.defaultPrevented || event.target.matches?.('input[type="file"]')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
    if (type === 'drop') announce('Släpp filen i skrivrutan för att bifoga den.');
  });
}

// Files as they were chosen, for as long as the page lives: an element that Blazor makes anew finds them here.
const chosen = new Map();

const words = {
  preparing: () => 'förbereds …',
  waiting: () => 'skickas med raden',
  sending: item => `skickas ${Math.round((item.part ?? 0) * 100)} %`,
  sent: () => 'klar',
  refused: item => `togs inte emot: ${item.detail}`,
  missing: () => 'finns inte i den här webbläsaren',
};

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const tooMany = left => `En rad kan ha högst ${maxFiles} bilagor: ${left === 1 ? 'en' : left} följde inte med. `
  + 'Bifoga resten till en rad till.';

const controls = `
  <label class="button small attach">Bifoga
    <input type="file" class="sr-only" multiple accept="${accepted}" data-attach="file"></label>
  <label class="button small attach camera">Ta foto
    <input type="file" class="sr-only" accept="image/jpeg" capture="environment" data-attach="camera"></label>`;

export class ComposerAttachments {
  /** Until what was chosen is attached. */
  settled = Promise.resolve();
  #form;
  #changed;
  #list = element('ul', 'attached');
  #items = new Map();
  #ids = [];
  #queue = Promise.resolve();
  #over = 0;
  #adding = 0;

  /** changed() is called when what values() answers is another. */
  constructor(form, changed) {
    this.#form = form;
    this.#changed = changed;
    this.#list.setAttribute('aria-label', 'Bilagor till raden');
    this.#list.hidden = true;
    form.querySelector('.bar').before(this.#list);
    const place = element('div', 'attaching');
    place.innerHTML = controls;
    form.querySelector('.bar .end').before(place);
    for (const input of place.querySelectorAll('input')) {
      input.addEventListener('change', () => {
        this.add([...input.files]);
        input.value = '';
      });
    }
    this.#hear(form);
  }

  /** role: { duty, unit } that the line is written in. */
  open(account, incident, role) {
    // What was chosen for one incident is not for another.
    if (this.#ids[0] !== account || this.#ids[1] !== incident) [...this.#items.values()].forEach(item => this.#let(item));
    this.#ids = [account, incident, role];
  }

  /** Whether a file is being made ready: it is on this page alone, and no draft has it yet. */
  get isPreparing() {
    return this.#adding > 0 || [...this.#items.values()].some(item => item.state === 'preparing');
  }

  /** What is attached, as it is kept in a draft and in a line: what another page could find where it is kept. */
  values() {
    return [...this.#items.values()].filter(({ state }) => state !== 'preparing').map(({ key, name, type, size, original, isKept, state }) => ({
      key, name, type, size, original, isKept, isSent: state === 'sent', isRefused: state === 'refused',
    }));
  }

  /** What stands in the way of saving, if anything. */
  problem() {
    const stuck = [...this.#items.values()].find(item => item.state === 'refused' || item.state === 'missing');
    return stuck ? `Ta bort bilagan ${stuck.name} först: den ${words[stuck.state](stuck)}` : null;
  }

  /** Shows what a draft holds. What is here already is left as it is, and what was missing is looked for again. */
  fill(files) {
    for (const [key, item] of this.#items) {
      if (item.state !== 'preparing' && !files.some(file => file.key === key)) this.#let(item);
    }
    for (const file of files) {
      const here = this.#items.get(file.key);
      if (here?.state === 'missing') this.#restore(here);
      if (here) continue;
      const item = this.#show({ ...file, state: file.isSent ? 'sent' : 'waiting' });
      if (!file.isRefused) this.#restore(item);
      else this.#become(item, 'refused', { detail: 'bifoga den igen eller ta bort den' });
    }
  }

  /** Attaches files, one after the other. */
  add(files) {
    this.#adding++;
    this.settled = this.settled.catch(() => {}).then(() => this.#addAll([...files])).finally(() => {
      this.#adding--;
      this.#changed();
    });
    return this.settled;
  }

  async #addAll(files) {
    const taken = files.slice(0, Math.max(0, maxFiles - this.#items.size));
    if (taken.length < files.length) this.#say(tooMany(files.length - taken.length));
    for (const file of taken) {
      const name = file.name || 'bild.png';
      await this.#prepare(this.#show({
        key: uuid7(), name, type: file.type, size: file.size, original: false, state: 'preparing',
      }), file);
    }
  }

  // What was left out stands nowhere else.
  #say(words) {
    const problem = this.#form.querySelector('#composer-problem');
    problem.textContent = words;
    problem.hidden = false;
    announce(words);
  }

  async #prepare(item, file) {
    this.#changed();
    if (this.#isRefused(item, problemOf(file, item.original))) return;
    chosen.set(item.key, file);
    const blob = await prepared(file, item.original);
    if (this.#items.get(item.key) !== item) return;
    item.size = blob.size;
    if (this.#isRefused(item, tooLarge(blob))) return;
    item.isKept = await keepFile(this.#ids[0], item.key, item.name, blob);
    if (this.#items.get(item.key) !== item) {
      forgetFile(this.#ids[0], item.key);
      return;
    }
    this.#become(item, 'waiting');
    this.#picture(item, blob);
    announce(`${item.name} är bifogad.`);
    this.#send(item, blob);
  }

  #isRefused(item, problem) {
    if (!problem) return false;
    this.#become(item, 'refused', { detail: problem });
    announce(`${item.name}: ${problem}`);
    return true;
  }

  async #restore(item) {
    const blob = await fileOf(this.#ids[0], item.key);
    if (this.#items.get(item.key) !== item) return;
    if (blob) {
      this.#picture(item, blob);
      if (item.state === 'missing') this.#become(item, 'waiting');
      if (item.state === 'waiting') this.#send(item, blob);
    } else if (item.state === 'waiting') {
      this.#become(item, 'missing');
    }
  }

  // One at a time: a phone on a thin net gets the first one through before it begins with the next.
  #send(item, blob) {
    const [account, incident, role] = this.#ids;
    this.#queue = this.#queue.then(async () => {
      if (this.#items.get(item.key) !== item || item.state !== 'waiting') return;
      item.stop = new AbortController();
      this.#become(item, 'sending', { part: 0 });
      const result = await sendFile(account, incident, item, blob, {
        ...role, signal: item.stop.signal, progress: part => this.#become(item, 'sending', { part }),
      });
      if (this.#items.get(item.key) !== item) return;
      if (result.outcome === 'refused') announce(`${item.name} togs inte emot: ${result.detail}`);
      const next = { sent: 'sent', refused: 'refused' }[result.outcome] ?? 'waiting';
      this.#become(item, next, { detail: result.detail });
    });
  }

  #become(item, state, more = {}) {
    const isNew = item.state !== state;
    Object.assign(item, more, { state });
    const isAtRisk = item.isKept === false && (state === 'waiting' || state === 'sending');
    const unkept = isAtRisk ? ' – stäng inte sidan innan raden är sparad' : '';
    item.said.textContent = `${sizeInWords(item.size)} · ${words[state](item)}${unkept}`;
    item.row.dataset.state = state;
    if (item.choice) item.choice.hidden = !chosen.has(item.key) || state === 'refused';
    if (isNew && this.#items.get(item.key) === item) this.#changed();
  }

  #show(item) {
    item.row = element('li');
    item.image = element('img');
    item.image.alt = '';
    item.image.hidden = true;
    item.said = element('span', 'said');
    const about = element('div', 'about');
    about.append(element('span', 'name', item.name), item.said);
    if (/^image\//.test(item.type)) about.append(this.#choice(item));
    const remove = element('button', 'small', 'Ta bort');
    remove.type = 'button';
    remove.setAttribute('aria-label', `Ta bort ${item.name}`);
    remove.addEventListener('click', () => this.#remove(item));
    item.row.append(item.image, about, remove);
    this.#items.set(item.key, item);
    this.#list.append(item.row);
    this.#list.hidden = false;
    this.#become(item, item.state);
    return item;
  }

  // The position is kept on purpose or not at all. Another content is another file, with a key of its own.
  #choice(item) {
    item.choice = element('label', 'check');
    const box = element('input');
    box.type = 'checkbox';
    box.checked = Boolean(item.original);
    item.choice.append(box, 'Behåll originalet med position');
    box.addEventListener('change', async () => {
      const file = chosen.get(item.key);
      const { name, type } = item;
      const original = box.checked;
      this.#remove(item, false);
      const next = this.#show({ key: uuid7(), name, type, size: file.size, original, state: 'preparing' });
      next.choice.firstElementChild.focus();
      await this.#prepare(next, file);
    });
    return item.choice;
  }

  async #picture(item, blob) {
    const source = await thumbnailOf(blob);
    if (!source) return;
    item.image.src = source;
    item.image.hidden = false;
  }

  #remove(item, isTold = true) {
    this.#let(item);
    forgetFile(this.#ids[0], item.key);
    chosen.delete(item.key);
    this.#changed();
    if (!isTold) return;
    announce(`${item.name} är borttagen.`);
    this.#form.querySelector('[data-attach="file"]').focus();
  }

  #let(item) {
    item.stop?.abort();
    item.row.remove();
    this.#items.delete(item.key);
    this.#list.hidden = this.#items.size === 0;
  }

  #hear(form) {
    const show = step => {
      this.#over = Math.max(0, this.#over + step);
      form.classList.toggle('dropping', this.#over > 0);
    };
    form.addEventListener('dragenter', event => hasFiles(event) && show(1));
    form.addEventListener('dragleave', event => hasFiles(event) && show(-1));
    form.addEventListener('dragover', event => hasFiles(event) && event.preventDefault());
    form.addEventListener('drop', event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      show(-this.#over);
      this.add([...event.dataTransfer.files]);
    });
    form.addEventListener('paste', event => {
      const files = [...(event.clipboardData?.files ?? [])];
      // A table copied from Excel comes as text and as a picture of it: the text is what was meant.
      if (files.length === 0 || event.clipboardData.getData('text/plain')) return;
      event.preventDefault();
      this.add(files);
    });
  }
}
