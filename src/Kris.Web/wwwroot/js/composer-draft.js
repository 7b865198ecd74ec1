// The half of the composer that looks after what is typed before Enter: kept at every input, restored on connect,
// the same in two tabs, and at hand on another device.
import { draftState, showState } from './composer-state.js';
import { DraftsApart } from './draft-apart.js';
import { merged } from './draft-merge.js';
import { DraftSync } from './draft-sync.js';
import { keepEarly, newMark, takeEarly, together } from './early.js';
import { announce } from './live.js';
import { dropDraft, lookForDraft, onChange, retryAfter, writeDraft } from './storage.js';
import { uuid7 } from './uuid7.js';

export class ComposerDraft {
  #ui;
  #ids = [];
  #draft = null;
  #touched = false;
  #restoring = null;
  #isUnread = false;
  #mark = '';
  // When the draft that is kept was written, as this page last read or wrote it; and that of a line that was sent while it
  // was read anew.
  #knownAt;
  #sentAt;
  #hasRead = false;
  #leave = [];
  #hasFocus;
  #sync;
  #apart;

  constructor(ui, hasFocus) {
    this.#ui = ui;
    this.#hasFocus = hasFocus;
    this.#apart = new DraftsApart(ui.form, draft => this.#takeOver(draft));
    this.#sync = new DraftSync(ui.form, {
      take: draft => this.#takeOver(draft),
      typed: () => this.#typed(),
      saved: draft => this.#atServer(draft),
      drop: () => this.#drop(),
      keepAsOwn: () => this.#keepAsOwn(),
    });
  }

  open(account, incident) {
    this.close();
    this.#ids = [account, incident];
    this.#mark = newMark();
    [this.#touched, this.#hasRead, this.#knownAt, this.#sentAt] = [false, false, undefined, undefined];
    this.#apart.open(this.#ids, []);
    // Others can have written meanwhile, and what was typed here is kept.
    const cameBack = event => {
      if (!event.persisted || this.#restoring) return;
      this.#touched = false;
      this.#restore();
    };
    // A page that has gone since then has left what was typed in it.
    const adopted = async () => {
      const mark = this.#mark;
      await this.#restoring;
      if (mark === this.#mark && !this.#restoring) this.#restore(false);
    };
    addEventListener('pageshow', cameBack);
    addEventListener('kris-adopted', adopted);
    this.#leave = [
      () => removeEventListener('pageshow', cameBack),
      () => removeEventListener('kris-adopted', adopted),
      onChange(account, name => this.#changedElsewhere(name)),
    ];
    this.#sync.open(account, incident);
    this.#restore();
  }

  close() {
    // What is still being read is for the next one to read, with what was typed here.
    this.#mark = '';
    this.#sync.close();
    for (const leave of this.#leave.splice(0)) leave();
  }

  /** Whether what is kept has not been read yet. What is typed meanwhile is kept beside it. */
  get isReading() {
    return this.#restoring !== null;
  }

  /** Answers, when what is kept has been read, whether nobody has typed since the page came. */
  async isReadUntouched() {
    await this.#restoring;
    return !this.#touched;
  }

  #restore(looks = true) {
    this.#restoring = this.#take(this.#ids, looks);
    this.#ui.form.setAttribute('aria-busy', 'true');
    return this.#restoring;
  }

  async #take(ids, looks) {
    const mark = this.#mark;
    const [kept, early] = await Promise.all([lookForDraft(...ids), takeEarly(...ids, mark)]);
    if (mark !== this.#mark) return undefined;
    const own = this.#withoutSent(ids, kept.draft);
    // What this page has read or put down itself has been gone on with here, and is not met again.
    const isKnown = this.#touched && own?.at === this.#knownAt;
    const drafts = [isKnown ? null : own, ...early.drafts];
    this.#ui.form.removeAttribute('aria-busy');
    this.#apart.open(ids, early.apart);
    this.#isUnread = !kept.isWhole || !early.isWhole;
    if (this.#isUnread) return this.#takeLater(ids, looks, drafts, early);
    this.#restoring = null;
    if (own?.atServer) this.#sync.expect(own);
    if (looks) this.#sync.look();
    const wasTouched = this.#touched;
    this.#meet(drafts);
    [this.#hasRead, this.#knownAt, this.#sentAt] = [true, own?.at, undefined];
    if (wasTouched || early.drafts.length > 0) this.keep();
    else this.#show();
    if (wasTouched) keepEarly(...ids, mark, null);
    early.forget();
    return undefined;
  }

  // A line that was sent while its draft was read anew was that draft.
  #withoutSent(ids, draft) {
    const isSent = draft !== null && this.#sentAt !== undefined && draft.at === this.#sentAt;
    if (isSent) dropDraft(...ids);
    return isSent ? null : draft;
  }

  // The browser's database did not answer. It may have a draft: until it does, what stands here is kept beside that, and
  // then the two meet.
  async #takeLater(ids, looks, drafts, early) {
    const mark = this.#mark;
    if (drafts.some(Boolean)) {
      this.#meet(drafts);
      this.keep();
      if (drafts[0]) dropDraft(...ids);
      early.forget();
    }
    await new Promise(later => { setTimeout(later, retryAfter); });
    return mark === this.#mark ? this.#take(ids, looks) : undefined;
  }

  // What was kept comes first, and what somebody who was quicker than the store has typed after it. What others left since
  // stands after what is here, and whoever is in the middle of it stays there.
  #meet(drafts) {
    const typed = this.#touched ? this.#ui.values() : null;
    const { draft, apart } = this.#hasRead ? together([typed, ...drafts]) : together(drafts, typed);
    if (!typed) this.#draft = draft;
    if (!draft) this.#ui.clear();
    else if (drafts.some(Boolean)) this.#fill(draft);
    this.#apart.add(apart);
  }

  #fill(draft) {
    const { text } = this.#ui.inputs;
    const { value, selectionStart, selectionEnd } = text;
    this.#ui.fill(draft);
    if (!this.#touched || document.activeElement !== text || text.value === value) return;
    const moved = text.value.startsWith(value) ? 0 : Math.max(0, text.value.lastIndexOf(value));
    text.setSelectionRange(selectionStart + moved, selectionEnd + moved);
  }

  #typed() {
    return { ...this.#ui.values(), at: this.#draft?.at ?? 0 };
  }

  // What stands here comes first, and what another device had after it. Answers why not, where they cannot be one.
  #takeOver(theirs) {
    const { draft, problem } = this.#ui.isEmpty() ? { draft: theirs } : merged(this.#ui.values(), theirs);
    if (problem) {
      this.#ui.showProblem(problem, this.#ui.inputs.text);
      announce(problem);
      return problem;
    }
    this.#ui.fill(draft);
    this.keep();
    this.#ui.inputs.text.focus();
    return null;
  }

  // That the server has it is kept with it: when it is gone from there another day, somebody has taken it over.
  #atServer(draft) {
    if (!this.#draft || this.#draft.text !== draft.text) return;
    this.#draft.atServer = true;
    if (!this.#restoring) writeDraft(...this.#ids, this.#draft);
  }

  // Another device has the line now: what stands here becomes one of its own.
  #keepAsOwn() {
    this.#ui.key = null;
    return this.keep();
  }

  #drop() {
    dropDraft(...this.#ids);
    this.leave();
    this.#ui.inputs.text.focus();
  }

  // What somebody is typing here is never replaced, and never lost with a store that was emptied.
  #changedElsewhere(name) {
    if (name === null) this.flush();
    else if (name === `kris.draft.${this.#ids.join('.')}` && !this.#hasFocus()) {
      this.#touched = false;
      this.#restore(false);
    }
  }

  /** Keeps the form as it stands. */
  async keep() {
    this.#touched = true;
    this.#ui.key = this.#ui.isEmpty() ? null : this.#ui.key ?? uuid7();
    // What stands in the store has not been seen yet, and is not written over.
    if (this.#restoring) {
      const keeping = this.#keepBeside();
      return this.#isUnread ? keeping : this.#restoring;
    }
    if (this.#ui.isEmpty()) {
      this.#draft = null;
      dropDraft(...this.#ids);
      this.#sync.changed(null);
    } else {
      const draft = { ...this.#ui.values(), at: Date.now(), kept: true };
      this.#draft = draft;
      this.#knownAt = draft.at;
      this.#sync.changed(this.#ui.values());
      draft.kept = await writeDraft(...this.#ids, draft);
    }
    this.#show();
    return undefined;
  }

  async #keepBeside() {
    const draft = this.#ui.isEmpty() ? null : { ...this.#ui.values(), at: Date.now(), kept: true };
    const keeping = keepEarly(...this.#ids, this.#mark, draft);
    if (!this.#isUnread) return;
    this.#draft = draft;
    if (draft) {
      this.#sync.changed(this.#ui.values());
      draft.kept = await keeping;
    }
    this.#show();
  }

  async flush() {
    if (this.#touched) await this.keep();
  }

  /** Empties the form: what stood in it is a line now, and the store knows it. */
  leave() {
    this.#draft = null;
    this.#touched = false;
    this.#ui.clear();
    if (this.#restoring) {
      keepEarly(...this.#ids, this.#mark, null);
      this.#sentAt = this.#knownAt;
    }
    if (!this.#restoring || this.#isUnread) this.#sync.changed(null);
    this.#show();
  }

  #show() {
    showState(this.#ui.part('draft-state'), draftState(this.#draft));
  }
}
