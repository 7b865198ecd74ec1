// One attempt to hand a line to the server, and what the answer means.
import { isFileGone, sendFiles } from './attachment-send.js';
import { learn, serverNow } from './clock.js';

const timeLimit = 10_000;
const late = 60_000;

// A line says "now" by saying no time. If it is delivered much later, "now" must be the time when it was written.
// The server may have taken an earlier attempt whose answer was lost, and holds the other wording under the same key:
// it then answers 409, and the other wording is the one to repeat.
function wordings(line) {
  if (line.body.occurredAt) return [line.body];
  const dated = { ...line.body, occurredAt: new Date(line.writtenAt).toISOString() };
  return serverNow() - line.writtenAt > late ? [dated, line.body] : [line.body, dated];
}

async function put(line, body) {
  const response = await fetch(`/api/v1/incidents/${line.incident}/lines/${line.key}`, {
    method: 'PUT',
    credentials: 'same-origin',
    redirect: 'error',
    cache: 'no-store',
    headers: { 'Content-Type': 'application/json', 'X-Kris': '1', 'X-Kris-Account': line.account },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeLimit),
  });
  learn(response);
  const answer = await response.json().catch(() => null);
  return { status: response.status, answer, after: Number(response.headers.get('Retry-After')) || 0 };
}

async function putWordings(line) {
  let reply;
  for (const body of wordings(line)) {
    reply = await put(line, body);
    if (reply.status !== 409) break;
  }
  return reply;
}

/** Answers { outcome: saved | refused | signed-out | unreachable | failed } with number, detail or after. */
export async function sendLine(line) {
  let reply;
  try {
    const hindrance = await sendFiles(line);
    if (hindrance) return hindrance;
    reply = await putWordings(line);
    if (isFileGone(line, reply)) {
      const again = await sendFiles(line, true);
      if (again) return again;
      reply = await putWordings(line);
    }
  } catch {
    return { outcome: 'unreachable' };
  }
  return meaning(reply);
}

function meaning({ status, answer, after }) {
  if (status === 200 || status === 201) {
    // Something between us and the server (a hotel's login page) can answer 200 as well.
    if (Number.isInteger(answer?.number)) return { outcome: 'saved', number: answer.number };
    return { outcome: 'unreachable' };
  }
  if (status === 401) return { outcome: 'signed-out' };
  if (status >= 500 || status === 429 || status === 408 || status === 425) return { outcome: 'failed', after };
  return { outcome: 'refused', detail: answer?.detail ?? `Servern tog inte emot raden (svar ${status}).` };
}
