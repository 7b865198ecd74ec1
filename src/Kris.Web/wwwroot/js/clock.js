// A computer in a store-room may be minutes off; the server's clock is the one that counts. Each answer tells it, and
// what was measured is remembered for a page without a server.
const name = 'kris.skew';
const day = 24 * 60 * 60 * 1000;
const grain = 30_000;
const quarter = 15 * 60 * 1000;
let skew = 0;
// The same without a grain, as near as an answer tells, and when that was.
let exact = { skew: 0, at: 0 };
let known = false;

// The one moves when somebody sets the clock, and the other does not.
const drift = () => Date.now() - performance.now();
let before = drift();

try {
  const kept = JSON.parse(localStorage.getItem(name));
  if (kept && Math.abs(Date.now() - kept.at) < day) {
    ({ skew } = kept);
    exact = { skew: kept.exact ?? skew, at: kept.at };
    known = true;
  }
} catch {
  // It has not been measured here.
}

function remember() {
  try {
    if (known) localStorage.setItem(name, JSON.stringify({ skew, exact: exact.skew, at: Date.now() }));
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
  if (step < 0) {
    skew -= step;
    exact.skew -= step;
  } else {
    known = false;
  }
  remember();
}

// The header has whole seconds, and an answer that took its time says too little: of some the greatest is the nearest.
function measure(difference) {
  const isOther = Math.abs(difference - exact.skew) > grain || Math.abs(Date.now() - exact.at) > quarter;
  if (!known || isOther || difference > exact.skew) exact = { skew: difference, at: Date.now() };
}

/** Hears the server's clock in an answer of its own. A proxy, or a hotel's login page, has a clock too. */
export function learn(response) {
  if (/json/.test(response.headers.get('Content-Type') ?? '')) hear(response);
}

/** The same from an answer that is one word. */
export async function learnFrom(response, word) {
  const isKris = await response.text().catch(() => '') === word;
  if (isKris) hear(response);
  return isKris;
}

function hear(response) {
  const said = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(said)) return;
  const difference = said - Date.now();
  measure(difference + 500);
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

/** The same to the second, for when something was written: a duty can have been withdrawn in the same minute. */
export function preciseNow() {
  noticeStep();
  return Date.now() + (known ? exact.skew : skew);
}

/** Whether the server's clock has been heard, now or in the last day, and this one has not been set since. */
export function isMeasured() {
  noticeStep();
  return known;
}

/**
 * By how many seconds this clock is corrected, ahead if it is behind; nothing where it has not been measured. One that is
 * less than half a minute off is right.
 */
export function correction() {
  return isMeasured() ? Math.round(skew / 1000) : null;
}
