// What nobody has but this browser, besides the lines that wait: drafts that the server has not, or whose files it has
// not, an incident that is being opened, and what stands in a dialog. A draft that another device can take over is not
// lost with this one, and nobody is asked about it.
import { thisDevice } from './device.js';
import { isEmptyDraft, signature } from './draft-merge.js';
import { asLine as openingAsLine, openings, place as openingPlace } from './opening.js';
import { keptUnder } from './storage.js';

const limit = 1500;
const again = 400;
const pause = () => new Promise(resolve => { setTimeout(resolve, again); });

const hasUnsent = draft => (draft.attachments ?? []).some(file => !file.isSent && !file.isRefused);

// What the server keeps from here, or nothing where it keeps nothing or does not say.
async function atServer(account, incident, until) {
  const response = await fetch(`/api/v1/incidents/${incident}/draft?device=${thisDevice()}`, {
    cache: 'no-store',
    headers: { 'X-Kris': '1', 'X-Kris-Account': account },
    signal: AbortSignal.timeout(Math.max(1, until - Date.now())),
  });
  return response.status === 200 ? (await response.json()).draft : null;
}

// What was typed a moment ago is on its way: it is looked for until the time is out.
async function isAtServer(account, incident, draft, until) {
  try {
    while (Date.now() < until) {
      const kept = await atServer(account, incident, until);
      if (kept && signature(kept) === signature(draft)) return true;
      await pause();
    }
  } catch {
    // No server, no copy there.
  }
  return false;
}

// What is being written, as [{ line, isOnlyHere }]: the line can be copied and printed; isOnlyHere() asks the server.
async function drafts(account, until = Date.now() + limit) {
  const asked = await openings(account);
  const [kept, early] = await Promise.all(['draft', 'early'].map(name => keptUnder(account, `${name}.${account}.`)));
  const always = async () => true;
  const ofOne = (place, draft, isOnlyHere) => {
    if (place === openingPlace) return one(openingAsLine(draft), always);
    if (draft.values) return one(formAsLine(draft), always);
    return isEmptyDraft(draft) ? [] : one(asLine(place, draft), isOnlyHere);
  };
  return [
    ...asked.flatMap(opening => one(openingAsLine(opening), always)),
    ...[...kept].flatMap(([place, draft]) => ofOne(place, draft,
      async () => hasUnsent(draft) || !await isAtServer(account, place, draft, until))),
    // What was typed before a draft had been read stands beside it.
    ...[...early].flatMap(([name, draft]) => ofOne(name.slice(0, name.lastIndexOf('.')), draft, always)),
  ];
}

const one = (line, isOnlyHere) => (line.body.text || line.attachments.length > 0 || Object.keys(line.body).length > 2
  ? [{ line, isOnlyHere }] : []);

/** Everything that is being written here, as lines. */
export async function draftsHere(account) {
  return (await drafts(account)).map(draft => draft.line);
}

/** What is only here, as lines; of what has stood since a time, if that is given. */
export async function onlyHere(account, before = Infinity) {
  const found = (await drafts(account)).filter(({ line }) => line.writtenAt <= before);
  const asked = await Promise.all(found.map(async ({ line, isOnlyHere }) => (await isOnlyHere() ? [line] : [])));
  return asked.flat();
}

// Everything that stands in the draft goes along, and above all that it is secret.
function asLine(incident, { key, text = '', kind, occurred, at, corrects, marking, attachments = [], ...rest }) {
  const fields = Object.entries(rest).filter(([, value]) => typeof value === 'string' && value.trim() !== '');
  const body = { ...Object.fromEntries(fields), kind: corrects ? 'rattelse' : kind || 'anteckning', text: text.trim() };
  if (corrects) body.corrects = corrects.number;
  if (marking) body.lagrum = marking.lagrum ?? '';
  if (!['', 'nu'].includes((occurred ?? '').trim())) body.occurred = occurred.trim();
  return { incident, attachments, writtenAt: at ?? Date.now(), body, isDraft: true };
}

function formAsLine({ values, at }) {
  const words = Object.values(values).filter(value => typeof value === 'string' && value.trim() !== '');
  const body = { kind: 'Formulär', text: words.join('\n') };
  return { incident: null, attachments: [], writtenAt: at ?? Date.now(), body, isDraft: true };
}
