// The form of the composer: what stands in it, and which fields are shown for which kind. It knows nothing of storage.
import { dueMeaning, extraMarkup, extraNames, fieldProblem, showLabels, toBody } from './composer-fields.js';
import { ComposerMarking } from './composer-marking.js';
import { correctedFields } from './corrected-line.js';
import { asks, channels, kinds, maxField, maxText, reliabilities } from './kinds.js';

const option = ([code, name]) => `<option value="${code}">${name}</option>`;
const options = names => Object.entries(names).map(option).join('');

const markup = `
  <form class="composer" aria-label="Ny rad i loggen" novalidate>
    <div class="note plain" data-part="closed" hidden>
      <span>Händelsen är avslutad – raden märks efter avslut</span></div>
    <div class="note" data-part="correcting" hidden><span></span>
      <button type="button" class="small" data-act="uncorrect">Avbryt</button></div>
    <label class="sr-only" for="composer-text">Ny rad i loggen</label>
    <textarea id="composer-text" rows="2" autocomplete="off" enterkeyhint="send" aria-describedby="composer-help"
      placeholder="Skriv vad som hänt … Enter sparar"></textarea>
    <span class="sr-only" id="composer-help">Enter sparar, Skift och Enter ger ny rad.</span>
    <p class="problem" id="composer-problem" hidden></p>
    <p class="meaning" id="composer-meaning" hidden></p>
    <div class="bar">
      <div class="slot kind"><label for="composer-kind">Typ</label><select id="composer-kind"></select></div>
      <div class="slot occurred"><label for="composer-occurred">Inträffade</label>
        <input id="composer-occurred" value="nu" autocomplete="off" maxlength="20"
          aria-describedby="composer-problem composer-meaning"></div>
      ${field('from', 'Från')} ${field('to', 'Till')}
      ${field('keptAt', 'Finns hos')} ${field('turnTo', 'Vänd dig till')}
      <div class="slot channel" hidden><label for="composer-channel">Kanal</label>
        <select id="composer-channel"><option value="">ej angiven</option>${options(channels)}</select></div>
      <div class="slot reliability" hidden><label for="composer-reliability">Tillförlitlighet</label>
        <select id="composer-reliability"><option value="">ej bedömd</option>${options(reliabilities)}</select></div>
      ${extraMarkup}
      <div class="end">
        <span class="count" data-part="count" hidden></span>
        <span class="state" data-part="line-state"></span>
        <span class="state" data-part="draft-state"></span>
        <button type="submit" class="main">Spara rad</button>
      </div>
    </div>
  </form>
  <ul class="outbox" aria-label="Rader som servern inte har tagit emot" hidden></ul>
  <p class="sub unpromised" hidden>Webbläsaren har inte lovat att behålla det som väntar om disken blir full.</p>`;

function field(name, label) {
  return `<div class="slot ${name}" hidden><label for="composer-${name}">${label}</label>
    <input id="composer-${name}" maxlength="${maxField}" autocomplete="off"></div>`;
}

const slotNames = ['from', 'to', 'channel', 'reliability', 'keptAt', 'turnTo', ...extraNames];
const fieldNames = ['text', 'kind', 'occurred', ...slotNames];

export class ComposerForm {
  corrects = null;
  /** Of the line that the draft becomes: made as it begins, so that whoever takes it over sends the same line. */
  key = null;
  /** The kinds that the person may choose, and whether they may write for another. */
  offered = [];
  mayWriteForOthers = false;
  // What is attached; composer-attachments.js gives it.
  attachments = null;
  #defaultKind = 'anteckning';

  constructor(host) {
    host.innerHTML = markup;
    this.form = host.querySelector('form');
    this.outbox = host.querySelector('.outbox');
    this.unpromised = host.querySelector('.unpromised');
    this.marking = new ComposerMarking(this.form, () => this.form.dispatchEvent(new Event('input', { bubbles: true })));
    this.inputs = Object.fromEntries(fieldNames.map(name => [name, host.querySelector(`#composer-${name}`)]));
    this.inputs.due.addEventListener('blur', () => this.showMeaning(dueMeaning(this.inputs)));
  }

  part(name) {
    return this.form.querySelector(`[data-part="${name}"]`);
  }

  /** Offers the kinds that the person may write, in our order. A correction is made by "r", not chosen. */
  offer(codes) {
    const select = this.inputs.kind;
    const chosen = select.value;
    const offered = this.offered = Object.keys(kinds).filter(code => code !== 'rattelse' && codes.includes(code));
    this.#defaultKind = offered[0] ?? 'anteckning';
    select.innerHTML = options(Object.fromEntries(offered.map(code => [code, kinds[code].label])));
    select.value = offered.includes(chosen) ? chosen : this.#defaultKind;
    this.showFields();
  }

  kind() {
    return this.corrects ? 'rattelse' : this.inputs.kind.value;
  }

  #wanted() {
    const corrected = this.corrects ? correctedFields(this.corrects) : [];
    const ofKind = kinds[this.kind()]?.fields ?? [];
    return [...ofKind, ...corrected, ...(this.mayWriteForOthers ? ['onBehalfOf'] : [])];
  }

  showFields() {
    const wanted = this.#wanted();
    showLabels(this.form, this.kind());
    for (const name of slotNames) {
      this.form.querySelector(`.slot.${name}`).hidden = !wanted.includes(name);
    }
    this.form.querySelector('.slot.kind').hidden = this.corrects !== null;
    this.form.classList.toggle('correcting', this.corrects !== null);
    const note = this.part('correcting');
    note.hidden = this.corrects === null;
    // Empty, and it happened when the line did.
    this.inputs.occurred.placeholder = this.corrects ? 'som raden' : '';
    if (this.corrects) {
      const { number, text } = this.corrects;
      note.firstElementChild.textContent = `Rättar rad ${number}${text ? `: ${text}` : ''}`;
    }
  }

  /** Begins to correct a line, or with null writes an ordinary one: what the last one filled in goes with it. */
  correct(target) {
    const { occurred } = this.inputs;
    this.#fillFrom(this.corrects?.filled, {});
    if (!this.corrects && occurred.value.trim() === 'nu') occurred.value = '';
    this.corrects = target;
    this.#fillFrom({}, target?.filled);
    if (!target && occurred.value.trim() === '') occurred.value = 'nu';
    this.showFields();
    this.showCount();
  }

  /** What the line said besides, once that is known. */
  fillIn({ filled, ...said }) {
    const before = this.corrects.filled ?? {};
    this.#fillFrom({}, Object.fromEntries(Object.entries(filled).filter(([name]) => !(name in before))));
    this.corrects = { ...this.corrects, ...said, filled: { ...filled, ...before } };
    this.showFields();
  }

  // What somebody has written there is theirs, and stays.
  #fillFrom(before = {}, filled = {}) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(filled)])) {
      const input = this.inputs[name];
      if (input.value.trim() === (before[name] ?? '').trim()) input.value = filled[name] ?? '';
    }
  }

  /** What stands in the form, as it is kept in a draft. */
  values() {
    const values = Object.fromEntries(fieldNames.map(name => [name, this.inputs[name].value]));
    const attachments = this.attachments?.values() ?? [];
    return { ...values, key: this.key, corrects: this.corrects, attachments, marking: this.marking.values() };
  }

  fill(values) {
    for (const name of fieldNames) {
      const value = values[name] ?? (name === 'occurred' ? 'nu' : '');
      if (this.inputs[name].value !== value) this.inputs[name].value = value;
    }
    if (!this.inputs.kind.value) this.inputs.kind.value = this.#defaultKind;
    this.key = values.key ?? null;
    this.corrects = values.corrects ?? null;
    this.attachments?.fill(values.attachments ?? []);
    this.marking.fill(values.marking ?? null);
    this.showFields();
    this.showProblem(null);
    this.showCount();
  }

  clear() {
    this.fill({ kind: this.#defaultKind });
  }

  isEmpty() {
    const values = this.values();
    const plain = ['text', ...slotNames].every(name => name === 'reliability' || values[name].trim() === '');
    const isAlone = !this.corrects && !values.marking && values.attachments.length === 0;
    return plain && isAlone && ['', 'nu'].includes(values.occurred.trim());
  }

  /** The fields of the API's body that the kind has and that hold something. */
  extras() {
    const filled = this.#wanted().map(name => [name, this.inputs[name].value.trim()]).filter(([, value]) => value !== '');
    return Object.fromEntries(filled.map(([name, value]) => [name, toBody(name, value)]));
  }

  /** What is wrong with a field of the kind: { problem, input } or nothing. */
  problem() {
    return fieldProblem(this.inputs, this.#wanted());
  }

  /** What the line lacks though its text is there, and in which field; nothing when it can be sent. */
  missing() {
    const empty = this.#wanted().find(name => asks[name] && this.inputs[name].value.trim() === '');
    if (empty) return [asks[empty], this.inputs[empty]];
    return this.marking.problem();
  }

  showProblem(problem, input = null) {
    const shown = this.form.querySelector('#composer-problem');
    shown.hidden = !problem;
    shown.textContent = problem ?? '';
    for (const other of this.form.querySelectorAll('[aria-invalid]')) other.removeAttribute('aria-invalid');
    if (problem && input) {
      input.setAttribute('aria-invalid', 'true');
      input.focus();
    }
  }

  showMeaning(meaning) {
    const shown = this.form.querySelector('#composer-meaning');
    shown.hidden = !meaning;
    shown.textContent = meaning ?? '';
  }

  showCount() {
    const length = this.inputs.text.value.length;
    const count = this.part('count');
    count.hidden = length < maxText * 0.9;
    count.textContent = `${length.toLocaleString('sv-SE')} av ${maxText.toLocaleString('sv-SE')} tecken`;
    count.classList.toggle('over', length > maxText);
  }
}
