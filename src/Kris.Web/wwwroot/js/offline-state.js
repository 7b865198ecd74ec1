// Whether Kris can be opened in this browser without a server, and what is missing if not.
import { isPromised } from './lasting.js';
import { canEncrypt, keysOf } from './vault.js';

const hasWorkers = 'serviceWorker' in navigator;
// When a worker that could not fetch its files is tried again, in milliseconds.
const retryAfter = 60_000;
let fail;
const failed = new Promise(tell => { fail = tell; });

/** Has the browser keep the page that needs no server. */
export async function register() {
  if (!hasWorkers) return;
  try {
    const options = { scope: '/', updateViaCache: 'none' };
    const registration = await navigator.serviceWorker.register('/sw.js', options);
    navigator.serviceWorker.ready.then(({ active }) => {
      if (!navigator.serviceWorker.controller) active.postMessage('claim');
    });
    // A worker that cannot fetch its files is thrown away, and nobody is told.
    const worker = registration?.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state !== 'redundant' || registration.active) return;
      fail(new Error('The worker was not installed.'));
      setTimeout(register, retryAfter);
    });
  } catch (failure) {
    fail(failure);
  }
}

async function opens() {
  try {
    await keysOf(document.querySelector('meta[name="kris-account"]')?.content);
    return true;
  } catch {
    return false;
  }
}

/** What is missing, in words; nothing when nothing is. */
async function missing() {
  if (!isSecureContext) {
    return 'Adressen är inte krypterad (https). Därför kan Kris inte öppnas här utan server, och det som väntar på nät '
      + 'ligger okrypterat i webbläsaren.';
  }
  if (!canEncrypt || !hasWorkers) {
    return 'Webbläsaren sparar inget åt Kris (privat fönster?). Kris kan inte öppnas här utan server.';
  }
  if (!await opens()) {
    return 'Webbläsarens lagring öppnas inte. Kris kan inte öppnas här utan server, och det som väntar på nät ligger '
      + 'okrypterat i webbläsaren.';
  }
  if (await Promise.race([navigator.serviceWorker.ready.then(() => null), failed])) {
    return 'Kris kan inte öppnas här utan server: webbläsaren tog inte emot den sidan. Oftast litar den inte på '
      + 'adressens certifikat.';
  }
  return null;
}

/** <kris-offline-state>: says how it is; with only-missing it is silent when nothing is missing. */
class KrisOfflineState extends HTMLElement {
  async connectedCallback() {
    const isQuiet = this.hasAttribute('only-missing');
    if (!isQuiet) this.textContent = 'Förbereder sidan utan server …';
    const words = await missing();
    if (words) this.textContent = words;
    else if (!isQuiet) {
      const risk = await isPromised() ? '' : ' Webbläsaren har inte lovat att behålla det som väntar om disken blir full.';
      this.textContent = 'Kris kan öppnas i den här webbläsaren också utan server: då visas en logg att skriva i, och '
        + `ringlistan.${risk}`;
    }
  }
}

if (!customElements.get('kris-offline-state')) customElements.define('kris-offline-state', KrisOfflineState);
