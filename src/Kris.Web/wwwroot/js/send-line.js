// One attempt to hand a line to the server, and what the answer means.
import { isFileGone, sendFiles } from './attachment-send.js';
import { correction, isMeasured, learn, learnFrom, preciseNow } from './clock.js';
import { writeLine } from './storage.js';

const timeLimit = 10_000;

/** Whether a line is to be sent: not refused, and nobody has to say first that it is theirs. */
export const waits = line => !line.refused && !line.isUnsure;

// From here on a line has waited, in milliseconds: something was away, or it was passed by others while its files were sent.
const late = 5000;

// Written by a clock that nobody had measured: what the clock is off by counts from the writing on. It is settled once,
// before the line says a time of its own, because another time would be another request.
async function dated(line) {
  if (line.isMeasured !== false || Date.now() - line.keptAt <= late) return line;
  const response = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(timeLimit) });
  await learnFrom(response, 'lever');
  const writtenAt = line.keptAt + preciseNow() - Date.now();
  const settled = { ...line, writtenAt, isMeasured: isMeasured(), correction: correction() };
  await writeLine(settled);
  return settled;
}

// A line says "now" by saying no time. If it has waited, "now" must be the time when it was written.
// The server may have taken an earlier attempt whose answer was lost, and holds the other wording under the same key:
// it then answers 409, and the other wording is the one to repeat.
// A line that was sent with its files first is asked for so too: it may stand with them.
const wordings = line => [line.body, ...(line.before ?? [])].flatMap(said => timed(line, said));

function timed(line, said) {
  const body = { ...said, writtenAt: new Date(line.writtenAt).toISOString() };
  if (body.occurredAt) return [body];
  const then = { ...body, occurredAt: body.writtenAt };
  // The time rests on the page's clock, and the log says by how much that was corrected.
  if (Number.isInteger(line.correction)) then.clockCorrection = line.correction;
  // What a correction tells happened when its line did, however late it is delivered.
  if (body.corrects) return [body, then];
  return preciseNow() - line.writtenAt > late ? [then, body] : [body, then];
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
  const isKris = /json/.test(response.headers.get('Content-Type') ?? '');
  return { status: response.status, isKris, answer, after: Number(response.headers.get('Retry-After')) || 0 };
}

async function putWordings(line) {
  let reply;
  for (const body of wordings(line)) {
    reply = await put(line, body);
    if (reply.status !== 409) break;
  }
  return reply;
}

/**
 * Answers { outcome: saved | refused | signed-out | unreachable | failed } with number and whether it is pending, with
 * the detail and whether its key is taken, or with status, after, the detail and what it waits for; isFile when it is
 * about what the line carries, and isNewer when it has something that the server does not know yet.
 */
export async function sendLine(unsent) {
  let reply;
  try {
    const line = await dated(unsent);
    const hindrance = await sendFiles(line);
    if (hindrance) return { ...hindrance, isFile: true };
    reply = await putWordings(line);
    if (isFileGone(line, reply)) {
      const again = await sendFiles(line, true);
      if (again) return { ...again, isFile: true };
      reply = await putWordings(line);
    }
  } catch {
    return { outcome: 'unreachable' };
  }
  return meaning(reply);
}

function meaning({ status, isKris, answer, after }) {
  if (status === 200 || status === 201) {
    // Something between us and the server (a hotel's login page) can answer 200 as well.
    if (!Number.isInteger(answer?.number)) return { outcome: 'unreachable' };
    return { outcome: 'saved', number: answer.number, isPending: answer.pending === true };
  }
  if (status === 401) return { outcome: 'signed-out', detail: answer?.detail };
  if (status >= 500 || status === 429 || status === 408 || status === 425) {
    return { outcome: 'failed', status, after, waitsFor: 'servern', detail: answer?.detail };
  }
  // Nor is every no the server's: a proxy says no in its own words.
  if (!isKris) return { outcome: 'unreachable' };
  // While Kris is upgraded, a page can be newer than the server that it meets: the line waits for the next.
  if (answer?.unknownField) {
    return { outcome: 'failed', status, isNewer: true, waitsFor: 'en nyare server', detail: answer.detail };
  }
  const detail = answer?.detail ?? `Servern tog inte emot raden (svar ${status}).`;
  return { outcome: 'refused', detail, isTaken: status === 409 };
}
