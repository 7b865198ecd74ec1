// "/beslut " at the beginning of a line chooses its kind. It is no part of the text, and what is no kind stays as text.
import { kinds } from './kinds.js';

const plain = word => word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** The kinds that begin so, of those that are offered. */
export function kindsLike(start, offered) {
  const wanted = plain(start);
  return offered.filter(code => plain(code).startsWith(wanted) || plain(kinds[code].label).startsWith(wanted));
}

/** Takes a whole prefix out of the text and chooses its kind. At the end of a line it needs no space after it. */
export function takePrefix(ui, isAtEnd = false) {
  const { text, kind } = ui.inputs;
  const match = /^\s*\/(\p{L}+)(\s+|$)/u.exec(text.value);
  if (!match || ui.corrects || (match[2] === '' && !isAtEnd)) return false;
  const code = ui.offered.find(offered => plain(offered) === plain(match[1]));
  if (!code) return false;
  const caret = Math.max(0, text.selectionStart - match[0].length);
  text.value = text.value.slice(match[0].length);
  text.setSelectionRange(caret, caret);
  kind.value = code;
  return true;
}
