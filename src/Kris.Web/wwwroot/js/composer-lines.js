// The half of the composer that follows the lines after Enter: their state in words, the list of those that the server
// has not taken, and what is said aloud of them.
import { forgetFiles, letGo } from './attachment-send.js';
import { lineState, rows, showState } from './composer-state.js';
import { isPromised } from './lasting.js';
import { announce } from './live.js';
import { OutboxList } from './outbox-list.js';
import { waits } from './send-line.js';
import { senderFor } from './sender.js';
import { linesOf, onChange, removeLine, writeLine } from './storage.js';

const look = 2000;

export class ComposerLines {
  #ui;
  #list;
  #sender;
  #ids;
  #leave = [];
  #saved = null;
  #told = '';
  #hasFiles = false;
  #acknowledge;

  /**
   * change(line) takes a refused line back into the form; keepFiles(files) takes those of a line that goes without
   * them; acknowledge(detail) hears of each saved one.
   */
  constructor(ui, { change, keepFiles, acknowledge }) {
    this.#ui = ui;
    this.#acknowledge = acknowledge;
    this.#list = new OutboxList(ui.outbox, {
      change,
      discard: line => this.#discard(line),
      retry: line => this.#retry(line),
      without: line => this.#without(line, keepFiles),
    });
  }

  open(account, incident) {
    this.close();
    this.#ids = [account, incident];
    this.#sender = senderFor(account);
    this.#saved = null;
    this.#listen('changed', () => this.refresh());
    this.#listen('saved', event => this.#heardSaved(event.detail));
    this.#leave.push(onChange(account, () => this.refresh()));
    // Nobody tells that a file has been on its way for long.
    const looking = setInterval(() => this.#hasFiles && this.refresh(), look);
    this.#leave.push(() => clearInterval(looking));
    this.refresh();
  }

  close() {
    for (const leave of this.#leave.splice(0)) leave();
  }

  #listen(type, listener) {
    const sender = this.#sender;
    sender.addEventListener(type, listener);
    this.#leave.push(() => sender.removeEventListener(type, listener));
  }

  /** Has a line sent that was just put down. It is not saved because the one before it was. */
  send() {
    this.#saved = null;
    showState(this.#ui.part('line-state'), ['sending', 'skickas …']);
    this.#sender.kick();
    setTimeout(() => this.refresh(), 1100);
    return this.refresh();
  }

  async refresh() {
    const lines = await linesOf(...this.#ids);
    showState(this.#ui.part('line-state'), lineState(lines, this.#sender, this.#saved));
    this.#hasFiles = lines.some(line => line.attachments?.length > 0 && waits(line));
    this.#list.show(lines, this.#sender);
    this.#tell(this.#words(lines));
    const isStuck = this.#sender.state === 'waiting' || this.#sender.state === 'signed-out';
    const isWaiting = isStuck && lines.some(line => !line.refused);
    this.#ui.unpromised.hidden = !isWaiting || await isPromised();
  }

  #words(lines) {
    const waiting = lines.filter(waits).length;
    const refused = lines.find(line => line.refused && !line.isAside);
    if (waiting > 0 && this.#sender.state === 'signed-out') return 'Du är utloggad. Raden är kvar tills du loggar in.';
    const { state, waitsFor } = this.#sender;
    if (waiting > 0 && state === 'waiting') return `Väntar på ${waitsFor}. ${rows(waiting)} ligger kvar här.`;
    if (lines.some(line => line.isUnsure)) return 'Raden är kvar här tills du har loggat in och sagt att den är din.';
    return refused ? `Raden togs inte emot: ${refused.refused}` : '';
  }

  // The same trouble is told once, however often the sender tries.
  #tell(words) {
    if (words && words !== this.#told) announce(words);
    this.#told = words;
  }

  #heardSaved({ key, number, isPending, incident }) {
    if (incident !== this.#ids[1]) return;
    this.#saved = isPending ? `${number}, väntar på stabschefens godkännande` : number;
    announce(`Sparad som nummer ${this.#saved}.`);
    this.refresh();
    this.#acknowledge({ key, number });
  }

  async #retry(line) {
    await writeLine({ ...line, refused: null, isAside: false });
    await this.send();
    this.#ui.inputs.text.focus();
  }

  // The words are what is needed first. The files go back to the form, where they can go with another line.
  async #without(line, keepFiles) {
    const { attachments, ...body } = line.body;
    letGo(line);
    await writeLine({
      ...line, body, attachments: [], draft: { ...line.draft, attachments: [] }, refused: null, isTaken: false,
      before: [...(line.before ?? []), line.body],
    });
    await keepFiles(line.attachments);
    announce('Raden skickas utan bilagan, som ligger kvar i skrivrutan.');
    await this.send();
    this.#ui.inputs.text.focus();
  }

  async #discard(line) {
    await removeLine(line);
    await forgetFiles(line);
    await this.refresh();
    this.#ui.inputs.text.focus();
  }
}
