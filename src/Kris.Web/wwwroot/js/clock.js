// A computer in a store-room may be minutes off; the server's clock is the one that counts. Each answer tells it, and
// what was measured is remembered for a page without a server.
const name = 'kris.skew';
const day = 24 * 60 * 60 * 1000;
const grain = 30_000;
let skew = 0;
let known = false;

// The one moves when somebody sets the clock, and the other does not.
const drift = () => Date.now() - performance.now();
let before = drift();

try {
  const kept = JSON.parse(localStorage.getItem(name));
  if (kept && Math.abs(Date.now() - kept.at) < day) {
    ({ skew } = kept);
    known = true;
  }
} catch {
  // It has not been measured here.
}

function remember() {
  try {
    if (known) localStorage.setItem(name, JSON.stringify({ skew, at: Date.now() }));
    else localStorage.removeItem(name);
  } catch {
    // The next page measures for itself.
  }
}

// What was measured holds for the clock as it was then. One that has been set back is off by as much more; one that has
// gone ahead may have been set, or the computer has slept: nobody knows until the server has been asked again.
function noticeStep() {
  const step = drift() - before;
  before += step;
  if (Math.abs(step) < grain) return;
  if (step < 0) skew -= step;
  else known = false;
  remember();
}

export function learn(response) {
  const said = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(said)) return;
  const difference = said - Date.now();
  // The header has whole seconds and the answer took its time: small differences say nothing.
  const measured = Math.abs(difference) > grain ? difference : 0;
  // What differs by a few seconds between two answers is the same clock.
  if (!known || Math.abs(measured - skew) > grain) skew = measured;
  known = true;
  before = drift();
  remember();
}

export function serverNow() {
  noticeStep();
  return Date.now() + skew;
}

/** Whether the server's clock has been heard, now or in the last day, and this one has not been set since. */
export function isMeasured() {
  noticeStep();
  return known;
}

/** By how many seconds this clock is corrected, ahead if it is behind; nothing where it has not been measured. */
export function correction() {
  return isMeasured() ? Math.round(skew / 1000) : null;
}
