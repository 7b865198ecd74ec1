// Two drafts of the same line, from two devices: put together where nothing is lost by it, and kept apart where it is.
import { maxFiles } from './attachment-file.js';

const ordinary = 'anteckning';
const whole = ['key', 'text', 'kind', 'corrects', 'attachments', 'marking'];
const isBlank = (name, value) => (value ?? '').trim() === '' || (name === 'occurred' && value.trim() === 'nu');
const fieldsOf = draft => Object.keys(draft).filter(name => typeof draft[name] === 'string' && !whole.includes(name));

const plainMarking = marking => marking && JSON.stringify([
  marking.lagrum ?? '', marking.circle ?? '', (marking.reason ?? '').trim(),
  (marking.readers ?? []).map(reader => reader.id).sort(),
]);

/** What a draft says, in a form that can be compared. */
export function signature(draft) {
  const fields = fieldsOf(draft).filter(name => !isBlank(name, draft[name])).sort();
  return JSON.stringify([
    draft.text?.trim() ?? '', draft.kind || ordinary, fields.map(name => [name, draft[name].trim()]),
    draft.corrects?.number ?? null, plainMarking(draft.marking ?? null),
    (draft.attachments ?? []).map(file => file.key).sort(),
  ]);
}

/** Whether anything stands in it. The kind alone is nothing. */
export function isEmptyDraft(draft) {
  return signature({ ...draft, kind: ordinary }) === signature({});
}

function apart(mine, theirs) {
  if (mine.marking && theirs.marking && plainMarking(mine.marking) !== plainMarking(theirs.marking)) {
    return 'de är sekretessmarkerade på olika sätt';
  }
  const kinds = [mine, theirs].map(({ kind }) => kind || ordinary);
  if (kinds[0] !== kinds[1] && !kinds.includes(ordinary)) return 'de är rader av olika typ';
  if ((mine.corrects?.number ?? null) !== (theirs.corrects?.number ?? null)) return 'bara den ena rättar raden';
  const differs = name => !isBlank(name, mine[name]) && !isBlank(name, theirs[name])
    && mine[name].trim() !== theirs[name].trim();
  if (fieldsOf(theirs).some(differs)) return 'samma fält är ifyllt på olika sätt';
  if (filesOf(mine, theirs).length > maxFiles) return `en rad kan ha högst ${maxFiles} bilagor`;
  return null;
}

function filesOf(mine, theirs) {
  const own = mine.attachments ?? [];
  return [...own, ...(theirs.attachments ?? []).filter(file => !own.some(({ key }) => key === file.key))];
}

/** { draft } with what both of them hold, mine first; or { problem }, where one of them would lose something. */
export function merged(mine, theirs) {
  const problem = apart(mine, theirs);
  if (problem) {
    return { problem: `Utkasten kan inte läggas ihop: ${problem}. Spara eller töm det som står här först.` };
  }
  const filled = fieldsOf(theirs).filter(name => isBlank(name, mine[name]));
  // What two corrections of a line began with stands once, in the words of whoever changed it.
  const said = (mine.corrects?.filled?.text ?? '').trim();
  const parts = [mine.text, theirs.text].map(part => (part ?? '').trim()).filter(Boolean);
  const own = parts.some(part => part !== said) ? parts.filter(part => part !== said) : parts;
  const text = [...new Set(own)].join('\n');
  return {
    draft: {
      ...mine,
      // The line of the other device may be on its way already; this one's is not.
      key: theirs.key ?? mine.key ?? null,
      ...Object.fromEntries(filled.map(name => [name, theirs[name]])),
      text,
      kind: (mine.kind || ordinary) === ordinary ? theirs.kind : mine.kind,
      // Whoever marked one of them meant what stands there, and the line holds it.
      marking: mine.marking ?? theirs.marking ?? null,
      attachments: filesOf(mine, theirs),
    },
  };
}
