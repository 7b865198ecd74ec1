// Drafts of this browser that could not be one with what stands in the form: each is offered above it, the oldest first,
// and stays where it is kept until it has been taken up.
import { DraftNote } from './draft-note.js';
import { keepEarly, newMark } from './early.js';
import { wallClock } from './time.js';

const shown = 60;

export class DraftsApart {
  #note;
  #take;
  #ids = [];
  #drafts = new Map();
  #letBe = new Set();

  /** take(draft) puts a draft into the form and answers why not, if it cannot. */
  constructor(form, take) {
    this.#note = new DraftNote(form);
    this.#take = take;
  }

  /** Offers what is kept apart at the place, by mark. */
  open(ids, drafts) {
    this.#ids = ids;
    this.#drafts = new Map([...drafts].sort(([, a], [, b]) => a.at - b.at));
    this.#offer();
  }

  /** Keeps drafts apart, and offers them. */
  add(drafts) {
    for (const draft of drafts) {
      const mark = newMark();
      this.#drafts.set(mark, draft);
      keepEarly(...this.#ids, mark, { ...draft, isApart: true });
    }
    this.#offer();
  }

  #offer() {
    const [mark, draft] = [...this.#drafts].find(([of]) => !this.#letBe.has(of)) ?? [];
    if (!mark) {
      this.#note.withdraw();
      return;
    }
    const text = draft.text?.trim() || draft.attachments?.[0]?.name || 'utan text';
    const beginning = text.length > shown ? `${text.slice(0, shown)} …` : text;
    const clock = draft.at ? ` från ${wallClock(draft.at).clock}` : '';
    this.#note.say(mark, `Ett utkast${clock} står för sig: ”${beginning}”`, {
      'Ta fram': () => {
        // Where the two cannot be one, the offer stands until this one is a line.
        if (this.#take(draft)) return;
        keepEarly(...this.#ids, mark, null);
        this.#drafts.delete(mark);
        this.#offer();
      },
      // The next page offers it again.
      'Låt vara': () => {
        this.#letBe.add(mark);
        this.#offer();
      },
    });
  }
}
