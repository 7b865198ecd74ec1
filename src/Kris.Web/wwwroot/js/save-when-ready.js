// Enter while a file is being made ready: the line is saved when the file is, as long as what stands in the form is what
// stood there then. Whoever has gone on writing is told to press once more.
import { announce } from './live.js';

export class SaveWhenReady {
  #ui;
  #save;
  #stood = null;

  /** save() is called for what begin() was called for. */
  constructor(ui, save) {
    this.#ui = ui;
    this.#save = save;
  }

  begin() {
    this.#stood = this.#standing();
    this.#say('Raden sparas när bilagan är klar.');
  }

  /** The form is another line's. */
  forget() {
    this.#stood = null;
  }

  /** Called when something about a file has changed. */
  look() {
    if (this.#stood === null || this.#ui.attachments.isPreparing) return;
    const isSame = this.#stood === this.#standing();
    this.#stood = null;
    this.#ui.showMeaning(null);
    if (isSame) this.#save();
    else if (!this.#ui.isEmpty()) this.#say('Bilagan är klar. Du skrev vidare, så tryck Enter en gång till.');
  }

  #say(words) {
    this.#ui.showMeaning(words);
    announce(words);
  }

  // The key is the draft's own, and may be made meanwhile.
  #standing() {
    const { attachments, key, ...written } = this.#ui.values();
    return JSON.stringify(written);
  }
}
