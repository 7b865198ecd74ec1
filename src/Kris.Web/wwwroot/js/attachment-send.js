// Hands the files of a line to the server, and finds them where they wait. A file is sent before the line names it.
import { blobsOf, putBlob, removeBlobs } from './storage.js';

const timeLimit = 10 * 60_000;
const stallLimit = 45_000;
// What the browser had no room for: it lasts as long as the page.
const held = new Map();
// What this page has sent with a line that has not been taken yet.
const sent = new Set();

/** Keeps a file until it has been sent, under its own key. Answers whether it survives the page. */
export async function keepFile(account, key, name, blob) {
  held.set(key, blob);
  if (!await putBlob(account, key, name, blob)) return false;
  held.delete(key);
  return true;
}

export async function fileOf(account, key) {
  return held.get(key) ?? (await blobsOf(account, key))[0]?.blob ?? null;
}

export async function forgetFile(account, key) {
  held.delete(key);
  sent.delete(key);
  await removeBlobs(account, key);
}

/** Forgets the files of a line that has been saved or thrown away. */
export async function forgetFiles(line) {
  for (const { key } of line.attachments ?? []) await forgetFile(line.account, key);
}

const addressOf = (incident, key) => `/api/v1/incidents/${incident}/attachments/${key}`;
const headersOf = account => ({ 'X-Kris': '1', 'X-Kris-Account': account });

function put(address, account, blob, { progress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall;
    const wait = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), stallLimit);
    };
    const end = settle => () => {
      clearTimeout(stall);
      settle(request);
    };
    request.open('PUT', address);
    request.timeout = timeLimit;
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(headersOf(account))) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', event => {
      wait();
      progress?.(event.total ? event.loaded / event.total : 0);
    });
    for (const type of ['error', 'abort', 'timeout']) {
      request.addEventListener(type, end(() => reject(new Error(type))));
    }
    request.addEventListener('load', end(resolve));
    signal?.addEventListener('abort', () => request.abort());
    wait();
    request.send(blob);
  });
}

function meaning(request) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // Something between us and the server answered.
  }
  const { status } = request;
  if (status === 200 || status === 201) return { outcome: answer?.sha256 ? 'sent' : 'unreachable', answer };
  if (status === 401) return { outcome: 'signed-out' };
  if (status >= 500 || status === 429 || status === 408 || status === 425) {
    return { outcome: 'failed', status, after: Number(request.getResponseHeader('Retry-After')) || 0 };
  }
  // A no that is not in the server's words is a proxy's.
  if (!answer) return { outcome: 'unreachable' };
  return { outcome: 'refused', status, detail: answer.detail ?? `Servern tog inte emot filen (svar ${status}).` };
}

/** Answers { outcome: sent | refused | signed-out | unreachable | failed } with detail, or with status and after. */
export async function sendFile(account, incident, file, blob, options = {}) {
  const query = new URLSearchParams({ name: file.name, original: String(Boolean(file.original)) });
  if (options.duty) query.set('duty', options.duty);
  try {
    const request = await put(`${addressOf(incident, file.key)}?${query}`, account, blob, options);
    const result = meaning(request);
    // A duty that is no longer held: the line itself is what says whether it may be written.
    if (result.status === 403 && options.duty) {
      return await sendFile(account, incident, file, blob, { ...options, duty: null });
    }
    return result;
  } catch {
    return { outcome: 'unreachable' };
  }
}

/**
 * Sees to it that the server has everything that a line names; answers what stands in the way, or nothing. What was
 * sent while the text was written is not sent again, unless the server has said that it is gone.
 */
export async function sendFiles(line, isAgain = false) {
  const { account, incident, body } = line;
  for (const file of line.attachments ?? []) {
    if (!isAgain && (file.isSent || sent.has(file.key))) continue;
    const blob = await fileOf(account, file.key);
    if (!blob) return { outcome: 'refused', detail: `Bilagan ${file.name} finns inte kvar. Bifoga den igen.` };
    const result = await sendFile(account, incident, file, blob, { duty: body.duty });
    if (result.outcome === 'refused') return { ...result, detail: `Bilagan ${file.name}: ${result.detail}` };
    if (result.outcome !== 'sent') return result;
    sent.add(file.key);
  }
  return null;
}

/** Whether the server's answer to a line is that a file that it names is gone: it waited for more than a day. */
export const isFileGone = (line, { status, answer }) =>
  status === 422 && line.attachments?.length > 0 && /bilaga finns inte/.test(answer?.detail ?? '');
