// An incident that is being opened: asked for until the server has answered, from whatever page of the account's is
// there. The key is made once and kept with it, so that asking again cannot open it twice. What is half typed is a draft
// at a place of its own; what has been asked for is kept by its key, so that neither is written over by the other.
import { keepEarly } from './early.js';
import { dropDraft, keep, keptUnder, lookForDraft, writeDraft } from './storage.js';

const timeLimit = 10_000;
const asked = (account, key = '') => `opening.${account}.${key}`;

/** Where what is half typed is kept among the drafts. */
export const place = 'ny-handelse';

/** As it is copied and printed. */
export function asLine({ title = '', firstLine = '', at }) {
  const text = [title, firstLine].map(part => part.trim()).filter(Boolean).join('\n');
  const body = { kind: 'Ny händelse', text };
  return { incident: null, attachments: [], writtenAt: at ?? Date.now(), body, isDraft: true };
}

/** What has been asked for and not answered, the first first. */
export async function openings(account) {
  // An older Kris kept it among the drafts.
  const { draft } = await lookForDraft(account, place);
  if (draft?.isSent) {
    keepAsked(account, draft);
    await dropDraft(account, place);
  }
  return [...(await keptUnder(account, asked(account))).values()].sort((one, other) => one.at - other.at);
}

/** Answers whether it survives the page. */
export const keepAsked = (account, opening) =>
  keep(account, asked(account, opening.key), { ...opening, at: Date.now() });

/** It was not opened, and what it said is a draft again, beside what stands there now. */
export async function giveBack(account, { key, title, firstLine }, refused) {
  keepEarly(account, place, key, { title, firstLine, refused, at: Date.now() });
  await forget(account, key);
  dispatchEvent(new Event('kris-adopted'));
}

export const forget = (account, key) => keep(account, asked(account, key), null);

/** Asks as the only one who asks for it: when another tab is at it, after it or, if available is asked for, not at all. */
export function alone(key, ask, { ifAvailable }) {
  if (!navigator.locks) return ask();
  return navigator.locks.request(`kris.opening.${key}`, { ifAvailable }, lock => (lock ? ask() : null));
}

export const keepDraft = (account, draft) => writeDraft(account, place, { ...draft, at: Date.now() });

/** Asks once. Answers { outcome: opened | refused | waiting } with id, the detail or what it waits for. */
export async function askToOpen(account, { key, title, firstLine, duty }) {
  let response;
  let answer;
  try {
    response = await fetch('/api/v1/incidents', {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'error',
      headers: { 'Content-Type': 'application/json', 'X-Kris': '1', 'X-Kris-Account': account },
      body: JSON.stringify({ key, title, firstLine: firstLine || undefined, duty: duty || undefined }),
      signal: AbortSignal.timeout(timeLimit),
    });
    answer = await response.json().catch(() => null);
  } catch {
    return { outcome: 'waiting', waitsFor: 'nät' };
  }
  const { status } = response;
  if (response.ok && answer?.id) {
    await forget(account, key);
    return { outcome: 'opened', id: answer.id };
  }
  // Not every answer is the server's: a proxy, or the login page of a hotel, says yes and no in its own words.
  const isKris = /json/.test(response.headers.get('Content-Type') ?? '');
  if (status >= 500 || status === 429 || status === 408 || status === 425) {
    return { outcome: 'waiting', waitsFor: 'servern', detail: answer?.detail };
  }
  if (response.ok || !isKris) return { outcome: 'waiting', waitsFor: 'nät' };
  // While Kris is upgraded, a page can be newer than the server that it meets.
  if (answer?.unknownField) return { outcome: 'waiting', waitsFor: 'en nyare server', detail: answer.detail };
  if (status === 401) return { outcome: 'refused', detail: 'Du är utloggad. Det du skrev står kvar; logga in igen.' };
  return { outcome: 'refused', status, detail: answer?.detail ?? `Servern tog inte emot händelsen (svar ${status}).` };
}
