// What nobody has but this browser, besides the lines that wait: drafts that the server has not, or whose files it has
// not. A draft that another device can take over is not lost with this one, and nobody is asked about it.
import { draftsOf } from './storage.js';

const limit = 1500;
const again = 400;
const pause = () => new Promise(resolve => { setTimeout(resolve, again); });

const hasUnsent = draft => (draft.attachments ?? []).some(file => !file.isSent && !file.isRefused);

async function textAtServer(account, incident, until) {
  const response = await fetch(`/api/v1/incidents/${incident}/draft`, {
    cache: 'no-store',
    headers: { 'X-Kris': '1', 'X-Kris-Account': account },
    signal: AbortSignal.timeout(Math.max(1, until - Date.now())),
  });
  return response.status === 200 ? (await response.json()).draft?.text ?? '' : '';
}

// What was typed a moment ago is on its way: it is looked for until the time is out.
async function isAtServer(account, incident, draft, until) {
  try {
    while (Date.now() < until) {
      if (await textAtServer(account, incident, until) === draft.text) return true;
      await pause();
    }
  } catch {
    // No server, no copy there.
  }
  return false;
}

/** The drafts that are only here, as lines that can be copied and printed. */
export async function onlyHere(account) {
  const until = Date.now() + limit;
  const drafts = [...await draftsOf(account)].filter(([, draft]) => draft.text?.trim() || hasUnsent(draft));
  const found = await Promise.all(drafts.map(async ([incident, draft]) =>
    (hasUnsent(draft) || !await isAtServer(account, incident, draft, until) ? [asLine(incident, draft)] : [])));
  return found.flat();
}

const asLine = (incident, { text = '', kind, at, attachments = [] }) => ({
  incident, attachments, writtenAt: at ?? Date.now(), body: { kind: kind || 'anteckning', text },
});
