// Hands the files of a line to the server, and finds them where they wait. A file is sent before the line names it.
import { blobsOf, putBlob, removeBlobs } from './blobs.js';

const timeLimit = 10 * 60_000;
const stallLimit = 45_000;
// How long a line waits for its files the first time, and when it is tried again while they are still on their way.
const patience = 10_000;
const glance = 500;
const stubborn = 5;
// What a line waits for while its file is sent, here or in another tab.
const underWay = 'en bilaga';
// What the browser had no room for: it lasts as long as the page.
const held = new Map();
// What this page has sent with a line that has not been taken yet.
const sent = new Set();
// What is on its way for a line: by the file's key, { since, stop, done, result }.
const sendings = new Map();
// Lines that have waited once, what has been sent anew because the server had swept it, and how often a file failed.
const slow = new Set();
const anew = new Set();
const failures = new Map();

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
  stop(key);
  held.delete(key);
  sent.delete(key);
  await removeBlobs(account, key);
}

/** Forgets the files of a line that has been saved or thrown away. */
export async function forgetFiles(line) {
  for (const { key } of line.attachments ?? []) await forgetFile(line.account, key);
}

/** The line goes on without its files, which stay where they are kept. */
export function letGo(line) {
  for (const { key } of line.attachments ?? []) stop(key);
}

function stop(key) {
  sendings.get(key)?.stop.abort();
  sendings.delete(key);
  failures.delete(key);
}

/** Whether a file is lost with this page: the browser had no room for it, and the server does not have it. */
export const isAtRisk = () => [...held.keys()].some(key => !sent.has(key));

/** The files of a line that no other page could send. */
export const unkept = line => (line.attachments ?? [])
  .filter(file => file.isKept === false && !file.isSent && !sent.has(file.key));

/** The first file of a line that does not get through, as far as this page knows. */
export function stuckFile(line) {
  const isStuck = ({ key }) => (failures.get(key) ?? 0) >= stubborn
    || Date.now() - (sendings.get(key)?.since ?? Infinity) > stallLimit;
  return (line.attachments ?? []).find(isStuck) ?? null;
}

const addressOf = (incident, key) => `/api/v1/incidents/${incident}/attachments/${key}`;
const headersOf = account => ({ 'X-Kris': '1', 'X-Kris-Account': account });

function put(address, account, blob, { progress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall;
    let isStalled = false;
    const wait = () => {
      clearTimeout(stall);
      stall = setTimeout(() => {
        isStalled = true;
        request.abort();
      }, stallLimit);
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
      request.addEventListener(type, end(() => reject(new Error(isStalled ? 'timeout' : type))));
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
  if (status === 401) return { outcome: 'signed-out', detail: answer?.detail };
  if (status >= 500 || status === 429 || status === 408 || status === 425) {
    const after = Number(request.getResponseHeader('Retry-After')) || 0;
    return { outcome: 'failed', status, after, waitsFor: 'servern', detail: answer?.detail };
  }
  // A no that is not in the server's words is a proxy's.
  if (!answer) return { outcome: 'unreachable' };
  // While Kris is upgraded, a page can be newer than the server that it meets: the file waits for the next.
  if (answer.unknownParameter) return { outcome: 'failed', status, after: 0, waitsFor: 'en nyare server' };
  return { outcome: 'refused', status, detail: answer.detail ?? `Servern tog inte emot filen (svar ${status}).` };
}

/** Answers { outcome: sent | refused | signed-out | unreachable | failed } with detail, or with status and after. */
export async function sendFile(account, incident, file, blob, options = {}) {
  const query = new URLSearchParams({ name: file.name, original: String(Boolean(file.original)) });
  if (options.duty) query.set('duty', options.duty);
  if (options.duty && options.unit) query.set('unit', options.unit);
  if (options.duty && options.writtenAt) query.set('writtenAt', new Date(options.writtenAt).toISOString());
  try {
    const request = await put(`${addressOf(incident, file.key)}?${query}`, account, blob, options);
    const result = meaning(request);
    // A duty that is no longer held: the line itself is what says whether it may be written.
    if (result.status === 403 && options.duty) {
      return await sendFile(account, incident, file, blob, { ...options, duty: null });
    }
    if (result.outcome === 'sent') sent.add(file.key);
    return result;
  } catch (failure) {
    const isTimeout = failure.message === 'timeout';
    return { outcome: isTimeout ? 'failed' : 'unreachable', isTimeout };
  }
}

// One tab at a time sends a file; another one sees to its other lines meanwhile.
function alone(key, work) {
  const run = lock => (lock ? work() : { outcome: 'failed', waitsFor: underWay });
  return navigator.locks ? navigator.locks.request(`kris.file.${key}`, { ifAvailable: true }, run) : work();
}

async function deliver({ account, incident, body, writtenAt }, file, signal) {
  const blob = await fileOf(account, file.key);
  if (!blob) return { outcome: 'refused', detail: `Bilagan ${file.name} finns inte kvar. Bifoga den igen.` };
  const result = await sendFile(account, incident, file, blob, { duty: body.duty, unit: body.unit, writtenAt, signal });
  return result.outcome === 'refused' ? { ...result, detail: `Bilagan ${file.name}: ${result.detail}` } : result;
}

function sending(line, file) {
  if (!sendings.has(file.key)) {
    const task = { since: Date.now(), stop: new AbortController(), result: null };
    task.done = alone(file.key, () => deliver(line, file, task.stop.signal))
      .catch(() => ({ outcome: 'unreachable' }))
      .then(result => { task.result = result; });
    sendings.set(file.key, task);
  }
  return sendings.get(file.key);
}

// A file that did not come through says nothing of the net: what goes for the rest, the next line will tell by its own
// sending. So it is never "unreachable", which would end the round for every line of the account.
function told(file, result) {
  if (result.outcome === 'sent') failures.delete(file.key);
  if (result.outcome !== 'failed' && result.outcome !== 'unreachable') return result;
  failures.set(file.key, result.isTimeout ? stubborn : (failures.get(file.key) ?? 0) + 1);
  return { outcome: 'failed', after: result.after, waitsFor: result.waitsFor, detail: result.detail };
}

/**
 * Sees to it that the server has everything that a line names; answers what stands in the way, or nothing. What was
 * sent while the text was written is not sent again, unless the server has said that it is gone.
 *
 * A line waits ten seconds for its files. Then they go on by themselves, the line has failed for this time, and others
 * may pass it: the order of the journal's numbers is given up before a line without a file waits for somebody's photo.
 * The order in which things happened stands all the same, because a line that was delayed says when it was written.
 */
export async function sendFiles(line, isAgain = false) {
  const until = Date.now() + (slow.has(line.key) ? glance : patience);
  const files = line.attachments ?? [];
  for (const file of files) {
    if (isAgain ? anew.has(file.key) : file.isSent || sent.has(file.key)) continue;
    const task = sending(line, file);
    await Promise.race([task.done, new Promise(over => { setTimeout(over, Math.max(0, until - Date.now())); })]);
    if (!task.result) {
      slow.add(line.key);
      return { outcome: 'failed', waitsFor: underWay };
    }
    sendings.delete(file.key);
    const result = told(file, task.result);
    if (result.outcome !== 'sent') {
      if (result.outcome === 'failed') slow.add(line.key);
      return result;
    }
    sent.add(file.key);
    if (isAgain) anew.add(file.key);
  }
  for (const { key } of files) anew.delete(key);
  return null;
}

/** Whether the server's answer to a line is that a file that it names is gone: it waited for more than a day. */
export const isFileGone = (line, { status, answer }) =>
  status === 422 && line.attachments?.length > 0 && /bilaga finns inte/.test(answer?.detail ?? '');
