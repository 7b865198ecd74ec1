// A computer in a store-room may be minutes off; the server's clock is the one that counts. Each answer tells it, and
// what was measured is remembered for a page without a server.
const name = 'kris.skew';
const day = 24 * 60 * 60 * 1000;
let skew = 0;
let known = false;

try {
  const kept = JSON.parse(localStorage.getItem(name));
  if (kept && Math.abs(Date.now() - kept.at) < day) {
    ({ skew } = kept);
    known = true;
  }
} catch {
  // It has not been measured here.
}

export function learn(response) {
  const said = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(said)) return;
  const difference = said - Date.now();
  // The header has whole seconds and the answer took its time: small differences say nothing.
  const measured = Math.abs(difference) > 30_000 ? difference : 0;
  // What differs by a few seconds between two answers is the same clock.
  if (!known || Math.abs(measured - skew) > 30_000) skew = measured;
  known = true;
  try {
    localStorage.setItem(name, JSON.stringify({ skew, at: Date.now() }));
  } catch {
    // The next page measures for itself.
  }
}

export function serverNow() {
  return Date.now() + skew;
}

/** Whether the server's clock has been heard, now or in the last day. */
export function isMeasured() {
  return known;
}
