// The place where somebody writes a line: the form, the draft that stands in it and the lines that were sent from it. The
// element that shows it is made by Blazor, and anew as a page comes alive; the place is moved to the new one as it
// stands, so that whoever is in the middle of a word goes on in it.
import { Completion } from './completion.js';
import { ComposerAttachments } from './composer-attachments.js';
import { ComposerDraft } from './composer-draft.js';
import { peopleNames } from './composer-fields.js';
import { ComposerForm } from './composer-form.js';
import { ComposerLines } from './composer-lines.js';
import { takePrefix } from './composer-prefix.js';
import { isMeasured, serverNow } from './clock.js';
import { readCorrected } from './corrected-line.js';
import { Caret, isNowhere, noteWriting, wasWriting } from './handover.js';
import { kinds, maxText } from './kinds.js';
import { announce } from './live.js';
import { SaveWhenReady } from './save-when-ready.js';
import { enqueue, removeLine } from './storage.js';
import { readOccurred, wallClock } from './time.js';
import { lineOf } from './written-line.js';

// Enter in a box to tick, or on a button that chooses files, is not Enter in what is written.
const writes = 'textarea, input:not([type="file"], [type="checkbox"])';
// Somebody reads at least one letter, figure or drawing of it.
const visible = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** Those that have not been closed. */
export const living = new Set();

export class WritingPlace {
  /** Where in the form somebody writes. */
  caret;
  #element;
  #ui;
  #draft;
  #lines;
  #later;
  #corrected = event => this.#correct(event.detail);

  constructor(element) {
    this.#element = element;
    this.#build();
    living.add(this);
    document.addEventListener('kris-correct', this.#corrected);
    this.open();
    this.#goOn(wasWriting(this.#name()));
  }

  /** Whether it is the element's account's and incident's. */
  isFor(element) {
    return ['account', 'incident'].every(name => element.getAttribute(name) === this.#element.getAttribute(name));
  }

  /** Goes on in an element that was made in the place of the one that was taken away. */
  moveTo(element) {
    this.#element = element;
    this.#takeUpFiles();
    this.dress();
  }

  /** Lets go of what it listens to. What stands in it is kept. */
  close() {
    living.delete(this);
    document.removeEventListener('kris-correct', this.#corrected);
    this.#later.forget();
    this.#draft.close();
    this.#lines.close();
  }

  /** Whether somebody is in the middle of something here that a page which takes its place would not have. */
  get isBusy() {
    return !this.#ui.isEmpty() || this.#ui.attachments.isPreparing || this.caret.isComposing;
  }

  async flush() {
    if (this.caret.isThere) noteWriting(this.#name(), { ...this.caret.place, kind: this.#ui.inputs.kind.value });
    await this.#draft.flush();
    await this.#ui.attachments.settled;
  }

  // Puts somebody back where they wrote. A field of another kind is there when the kind is; where in it they were, when
  // the draft has been read, unless they have gone on by then.
  async #goOn(noted) {
    if (!noted) return;
    const { form, inputs } = this.#ui;
    const find = () => form.querySelector(`#${CSS.escape(noted.id || 'composer-text')}`);
    if (this.#ui.offered.includes(noted.kind)) inputs.kind.value = noted.kind;
    this.#ui.showFields();
    (find() ?? inputs.text).focus({ preventScroll: true });
    if (!form.contains(document.activeElement)) inputs.text.focus({ preventScroll: true });
    const isStill = await this.#draft.isReadUntouched();
    const field = find();
    if (!isStill || !field || !form.contains(document.activeElement)) return;
    field.focus({ preventScroll: true });
    if (typeof noted.from === 'number') field.setSelectionRange(noted.from, noted.to);
  }

  #build() {
    this.#ui = new ComposerForm(this.#element);
    this.#ui.attachments = new ComposerAttachments(this.#ui.form, () => this.#filesChanged());
    this.#later = new SaveWhenReady(this.#ui, () => this.#save());
    this.#draft = new ComposerDraft(this.#ui, () => document.hasFocus() && this.#element.contains(document.activeElement));
    this.#lines = new ComposerLines(this.#ui, {
      change: line => this.#change(line),
      keepFiles: files => this.#keepFiles(files),
      acknowledge: detail => this.#acknowledge(detail),
    });
    const { form, inputs } = this.#ui;
    this.#complete();
    form.addEventListener('input', () => this.#typed());
    form.addEventListener('keydown', event => this.#key(event));
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#save();
    });
    form.querySelector('[data-act="uncorrect"]').addEventListener('click', () => this.#correct(null));
    inputs.occurred.addEventListener('blur', () => this.#ui.showMeaning(this.#occurred().meaning));
    this.caret = new Caret(form);
    this.dress();
  }

  #filesChanged() {
    this.#draft.keep();
    this.#later.look();
  }

  #acknowledge(detail) {
    this.#element.dispatchEvent(new CustomEvent('kris-line-saved', { bubbles: true, detail }));
  }

  #complete() {
    const context = () => ({
      offered: this.#ui.corrects ? [] : this.#ui.offered,
      incident: this.#element.getAttribute('incident'),
      duty: this.#element.getAttribute('duty'),
    });
    const { inputs } = this.#ui;
    new Completion(inputs.text, context);
    for (const name of peopleNames) new Completion(inputs[name], context, { whole: true });
  }

  #mayKinds() {
    return this.#element.getAttribute('may-kinds')?.split(/\s+/).filter(Boolean) ?? Object.keys(kinds);
  }

  /** Offers what the element's attributes say that the person may do. */
  dress() {
    this.#ui.mayWriteForOthers = this.#element.getAttribute('may-behalf') === 'true';
    this.#ui.offer(this.#mayKinds());
    this.#ui.marking.offer(JSON.parse(this.#element.getAttribute('legal-bases') ?? '[]'));
    this.#ui.part('closed').hidden = this.#element.getAttribute('closed') !== 'true';
  }

  #ids() {
    return [this.#element.getAttribute('account'), this.#element.getAttribute('incident')];
  }

  #name() {
    return this.#ids().join('.');
  }

  /** Takes up the draft and the lines of the account and the incident that the element names. */
  open() {
    const [account, incident] = this.#ids();
    if (!account || !incident) return;
    this.#later.forget();
    this.#takeUpFiles();
    this.#draft.open(account, incident);
    this.#lines.open(account, incident);
  }

  #takeUpFiles() {
    const [duty, unit] = ['duty', 'unit'].map(name => this.#element.getAttribute(name));
    this.#ui.attachments.open(...this.#ids(), { duty, unit });
  }

  #typed() {
    takePrefix(this.#ui);
    this.#ui.showFields();
    this.#ui.showProblem(null);
    this.#ui.showMeaning(null);
    this.#ui.showCount();
    this.#draft.keep();
  }

  #key(event) {
    // Safari says of the key that ends a composition that it is none of it, and gives it the number of those that are.
    if (event.isComposing || event.keyCode === 229 || event.altKey) return;
    if (event.key === 'Escape') event.target.blur();
    if (event.key !== 'Enter' || event.shiftKey || !event.target.matches(writes)) return;
    event.preventDefault();
    if (!event.repeat) this.#save();
  }

  #occurred() {
    return readOccurred(this.#ui.inputs.occurred.value, serverNow(), isMeasured());
  }

  #save() {
    const { inputs } = this.#ui;
    if (takePrefix(this.#ui, true)) this.#typed();
    const text = inputs.text.value.trim();
    const occurred = this.#occurred();
    const wrong = this.#ui.problem();
    const attached = this.#ui.attachments.problem();
    const missing = this.#ui.missing();
    if (!visible.test(text)) this.#refuse('Skriv vad som har hänt först.', inputs.text);
    else if (attached) this.#refuse(attached, inputs.text);
    else if (text.length > maxText) this.#refuse('Raden är för lång. Dela den i två.', inputs.text);
    else if (occurred.problem) this.#refuse(occurred.problem, inputs.occurred);
    else if (wrong) this.#refuse(wrong.problem, wrong.input);
    else if (missing) this.#refuse(...missing);
    else if (this.#ui.attachments.isPreparing) this.#later.begin();
    else this.#send(lineOf(this.#ui, this.#element, text, occurred.at));
  }

  #refuse(problem, input) {
    this.#ui.showProblem(problem, this.#isHere ? input : null);
    announce(problem);
  }

  // A line that waited for its file takes nobody back from where they have gone meanwhile.
  get #isHere() {
    return this.caret.isThere || this.#element.contains(document.activeElement) || isNowhere();
  }

  // The line is put down before the field is cleared, and the field is cleared before the server is asked. That the
  // browser's database has not said yet that it has the line is no reason to wait with that.
  async #send(line) {
    const keeping = enqueue(line, !this.#draft.isReading);
    this.#draft.leave();
    const shown = this.#lines.send();
    this.#ui.showMeaning(null);
    if (this.#isHere) this.#ui.inputs.text.focus();
    if (!await keeping) announce('Webbläsaren kan inte spara raden. Stäng inte sidan förrän den är skickad.');
    await shown;
  }

  async #change(line) {
    if (!this.#ui.isEmpty()) {
      this.#refuse('Spara eller töm raden som du håller på med först.', this.#ui.inputs.text);
      return;
    }
    // What was "now" as it was written is so no more.
    const occurred = (line.draft.occurred ?? '').trim();
    const isNow = occurred === 'nu' || (occurred === '' && !line.draft.corrects);
    const { date, clock } = wallClock(line.writtenAt);
    // What stands in the log already, in other words, is changed by writing another line.
    const draft = line.isTaken ? { ...line.draft, key: null } : line.draft;
    this.#ui.fill(isNow ? { ...draft, occurred: `${date} ${clock}` } : draft);
    // Written without a server, it does not know yet what the line that it corrects was.
    if (draft.corrects && !draft.corrects.kind) this.#fillIn(draft.corrects);
    this.#ui.inputs.text.focus();
    await this.#draft.keep();
    await removeLine(line);
    await this.#lines.refresh();
  }

  async #keepFiles(files) {
    const { attachments } = this.#ui;
    attachments.fill([...attachments.values(), ...files.filter(file => !file.isSent)]);
    await this.#draft.keep();
  }

  #correct(target) {
    if (target && !this.#mayKinds().includes('rattelse')) {
      announce('Du kan inte rätta rader i den här rollen.');
      return;
    }
    this.#ui.correct(target && { number: target.number, text: target.text, filled: { text: target.text } });
    this.#draft.keep();
    this.#ui.inputs.text.focus();
    if (target) this.#fillIn(target);
  }

  // What the line said in its own fields is shown, so that it is what gets corrected and not written from memory.
  async #fillIn({ number }) {
    const [account, incident] = this.#ids();
    const said = await readCorrected(account, incident, number);
    const isStill = this.#ui.corrects?.number === number && incident === this.#element.getAttribute('incident');
    if (!said || !isStill) return;
    this.#ui.fillIn(said);
    this.#draft.keep();
  }
}
