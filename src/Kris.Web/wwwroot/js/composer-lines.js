// The half of the composer that follows the lines after Enter: their state in words, the list of those that the server
// has not taken, and what is said aloud of them.
import { forgetFiles } from './attachment-send.js';
import { lineState, rows, showState } from './composer-state.js';
import { announce } from './live.js';
import { OutboxList } from './outbox-list.js';
import { senderFor } from './sender.js';
import { linesOf, onChange, removeLine, writeLine } from './storage.js';

export class ComposerLines {
  #ui;
  #list;
  #sender;
  #ids;
  #leave = [];
  #saved = null;
  #told = '';
  #acknowledge;

  /** change(line) takes a refused line back into the form; acknowledge(detail) hears of each saved one. */
  constructor(ui, { change, acknowledge }) {
    this.#ui = ui;
    this.#acknowledge = acknowledge;
    this.#list = new OutboxList(ui.outbox, {
      change, discard: line => this.#discard(line), retry: line => this.#retry(line),
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

  /** Shows a line that was just kept, and has it sent. */
  async send() {
    this.#saved = null;
    await this.refresh();
    setTimeout(() => this.refresh(), 1100);
    this.#sender.kick();
  }

  async refresh() {
    const lines = await linesOf(...this.#ids);
    showState(this.#ui.part('line-state'), lineState(lines, this.#sender, this.#saved));
    this.#list.show(lines, this.#sender);
    this.#tell(this.#words(lines));
  }

  #words(lines) {
    const waiting = lines.filter(line => !line.refused).length;
    const refused = lines.find(line => line.refused);
    if (waiting > 0 && this.#sender.state === 'signed-out') return 'Du är utloggad. Raden är kvar tills du loggar in.';
    if (waiting > 0 && this.#sender.state === 'waiting') return `Väntar på nät. ${rows(waiting)} ligger kvar här.`;
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
    await writeLine({ ...line, refused: null });
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
