// Which browser a draft is typed in; made when there is something to write in, and not before.
import { uuid7 } from './uuid7.js';

const name = 'kris.device';
let known = null;

export function thisDevice() {
  known ??= find();
  return known;
}

function find() {
  try {
    const kept = localStorage.getItem(name);
    if (kept) return kept;
    const made = uuid7();
    localStorage.setItem(name, made);
    return made;
  } catch {
    return uuid7();
  }
}
