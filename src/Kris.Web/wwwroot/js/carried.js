// What stands in plain fields, those outside of the forms that keep a draft. While the circuit is gone Blazor hears
// nothing of what is chosen or typed, so it is told again when the circuit is back; and where the page has to be loaded
// anew, what stood there is carried over to the page that comes. It lies in the tab for that moment alone.
import { fields, put, tell, valueOf } from './plain-field.js';

const name = 'kris.carried';
const own = 'kris-draft, kris-composer, kris-open-incident, kris-setting, kris-theme, dialog, [role="dialog"]';
const look = 200;
const looks = 50;
const touched = new Set();

function isPlain(target) {
  return target instanceof Element && target.matches(fields) && !target.closest(own);
}

for (const type of ['input', 'change']) {
  document.addEventListener(type, event => isPlain(event.target) && event.isTrusted && touched.add(event.target), true);
}

document.addEventListener('kris-connected', () => {
  for (const field of touched) {
    if (field.isConnected) tell(field);
  }
});

document.addEventListener('kris-flush', () => {
  const values = [...touched].filter(field => field.isConnected).map(field => [field.id, valueOf(field)]);
  if (values.length === 0) return;
  try {
    const account = document.querySelector('meta[name="kris-account"]')?.content;
    sessionStorage.setItem(name, JSON.stringify({ account, address: location.href, values }));
  } catch {
    // A browser that keeps nothing has nothing to carry it in.
  }
});

function taken() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name));
    sessionStorage.removeItem(name);
    return kept;
  } catch {
    return null;
  }
}

const isAlive = () => document.querySelector('[data-interactive="true"] main h1') !== null;

async function giveBack({ values }) {
  for (let i = 0; i < looks && !isAlive(); i += 1) await new Promise(later => { setTimeout(later, look); });
  for (const [id, value] of values) {
    const field = document.getElementById(id);
    if (!isPlain(field) || touched.has(field) || valueOf(field) === value) continue;
    put(field, value);
    touched.add(field);
  }
}

const kept = taken();
const here = document.querySelector('meta[name="kris-account"]')?.content;
if (kept && kept.address === location.href && kept.account === here) giveBack(kept);
