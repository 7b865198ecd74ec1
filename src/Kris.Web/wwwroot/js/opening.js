// An incident that is being opened: asked for until the server has answered, from whatever page of the account's is
// there. The key is made once and kept with it, so that asking again cannot open it twice.
import { draftsOf, dropDraft, writeDraft } from './storage.js';

const timeLimit = 10_000;

/** Where it is kept among the drafts. */
export const place = 'ny-handelse';

/** As it is copied and printed. */
export function asLine({ title = '', firstLine = '', at }) {
  const text = [title, firstLine].map(part => part.trim()).filter(Boolean).join('\n');
  const body = { kind: 'Ny händelse', text };
  return { incident: null, attachments: [], writtenAt: at ?? Date.now(), body, isDraft: true };
}

/** What is on its way to the server, if anything. */
export async function openingOf(account) {
  const draft = (await draftsOf(account)).get(place);
  return draft?.isSent ? draft : null;
}

export const keepOpening = (account, opening) => writeDraft(account, place, { ...opening, at: Date.now() });

/** Asks once. Answers { outcome: opened | refused | waiting } with id or detail. */
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
    return { outcome: 'waiting' };
  }
  const { status } = response;
  if (response.ok && answer?.id) {
    await dropDraft(account, place);
    return { outcome: 'opened', id: answer.id };
  }
  // Not every answer is the server's: a proxy, or the login page of a hotel, says yes and no in its own words.
  const isKris = /json/.test(response.headers.get('Content-Type') ?? '');
  if (response.ok || !isKris || status >= 500 || status === 429 || status === 408 || status === 425) {
    return { outcome: 'waiting' };
  }
  // While Kris is upgraded, a page can be newer than the server that it meets.
  if (answer?.unknownField) return { outcome: 'waiting' };
  if (status === 401) return { outcome: 'refused', detail: 'Du är utloggad. Det du skrev står kvar; logga in igen.' };
  return { outcome: 'refused', status, detail: answer?.detail ?? `Servern tog inte emot händelsen (svar ${status}).` };
}
