// Whether somebody looks at the log. A page that lies open on a computer that nobody is at says nothing of it, and
// neither does one in the background. What somebody does is told to the circuit, now and then.
const pause = 20_000;
const signs = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart'];
let toldAt = 0;
let later = null;

function tell() {
  clearTimeout(later);
  later = null;
  const panel = document.querySelector('[data-looked]');
  if (!panel || document.hidden) return;
  toldAt = performance.now();
  panel.dispatchEvent(new CustomEvent('kris-looked', { bubbles: true, detail: {} }));
}

function soon() {
  if (document.hidden) return;
  // A computer that has slept has timers that have too.
  const wait = toldAt + pause - performance.now();
  if (wait <= 0) tell();
  else later ??= setTimeout(tell, wait);
}

/** From now on. That the page was opened is known already. */
export function followLooks() {
  toldAt = performance.now();
  for (const sign of signs) addEventListener(sign, soon, { passive: true, capture: true });
  document.addEventListener('visibilitychange', soon);
}
