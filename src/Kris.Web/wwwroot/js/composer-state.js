// What the composer says of the line and the draft: always in words, with a drawing beside them.
import { waits } from './send-line.js';
import { wallClock } from './time.js';

const drawings = {
  sending: 'M2 8h10M8 4l4 4-4 4',
  saved: 'M3 8.5l3.5 3.5L13 4.5',
  waiting: 'M8 2a6 6 0 1 0 .01 0M8 5v3.5l2.5 1.5',
  refused: 'M4 4l8 8M12 4l-8 8',
  'signed-out': 'M4 7h8v6H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  draft: 'M3 13l1-3 7-7 2 2-7 7z',
  unkept: 'M8 2l6.5 12h-13zM8 6.5v3.5M8 12v.5',
};

export const rows = count => (count === 1 ? '1 rad' : `${count} rader`);

/** Chooses what to say of the lines, gravest first. A line is never called saved before the server has answered. */
export function lineState(lines, sender, saved) {
  const refused = lines.filter(line => line.refused && !line.isAside).length;
  const [waiting, unsure] = [waits, line => line.isUnsure].map(is => lines.filter(is).length);
  if (waiting > 0 && sender.state === 'signed-out') return ['signed-out', `utloggad – ${rows(waiting)} ligger kvar`];
  if (waiting > 0 && sender.state === 'waiting') return ['waiting', `väntar på ${sender.waitsFor} (${rows(waiting)})`];
  if (waiting > 0) return ['sending', 'skickas …'];
  if (unsure > 0) return ['waiting', `${rows(unsure)} väntar på inloggning`];
  if (refused > 0) return ['refused', `${rows(refused)} togs inte emot`];
  if (saved) return ['saved', `sparad (nr ${saved})`];
  return ['none', ''];
}

export function draftState(draft) {
  if (!draft) return ['none', ''];
  if (!draft.kept) return ['unkept', 'utkastet sparas inte i den här webbläsaren'];
  return ['draft', `utkast sparat ${wallClock(draft.at).clock}`];
}

export function showState(element, [state, words]) {
  if (element.dataset.state === state && element.textContent === words) return;
  element.dataset.state = state;
  element.replaceChildren();
  if (!words) return;
  const look = 'viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"';
  element.innerHTML = `<svg ${look}><path d="${drawings[state]}"/></svg>`;
  element.append(words);
}
