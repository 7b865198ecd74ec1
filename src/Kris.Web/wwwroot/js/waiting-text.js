// The lines that wait, as words that can be taken elsewhere: copied to a mail, or printed and put in a folder.
import { said } from './composer-fields.js';
import { kinds } from './kinds.js';
import { wallClock } from './time.js';

const moment = at => {
  const { date, clock } = wallClock(at);
  return `${date} ${clock}`;
};

/** [{ when, kind, text }] of lines, with what is known of their incidents in a Map from id. */
export function described(lines, seen = new Map()) {
  return lines.map(line => {
    const { kind, text, occurredAt, occurred, corrects, lagrum } = line.body;
    const about = corrects ? [`rättar rad ${corrects}`] : [];
    if (lagrum !== undefined) about.unshift(`SEKRETESS ${lagrum}`.trim());
    if (occurred) about.push(`inträffade ${occurred}`);
    const files = (line.attachments ?? []).map(file => `bilaga ${file.name}`);
    const title = seen.get(line.incident)?.title;
    return {
      when: moment(occurredAt ? Date.parse(occurredAt) : line.writtenAt),
      kind: [...(line.isDraft ? ['UTKAST'] : []), kinds[kind]?.label ?? kind, ...about, ...said(line.body), ...files, ...(title ? [title] : [])].join(', '),
      text: line.refused ? `${text}\n(${line.isAside ? '' : 'Togs inte emot: '}${line.refused})` : text,
    };
  });
}

const heading = 'Rader som servern inte har tagit emot';

export function asText(lines, seen) {
  const rows = described(lines, seen).map(({ when, kind, text }) => `${when}  ${kind}\n${text}`);
  return [`${heading}, ${moment(Date.now())}`, ...rows].join('\n\n');
}

/** Copies the lines; answers whether the browser let us. */
export async function copyOut(lines, seen) {
  try {
    await navigator.clipboard.writeText(asText(lines, seen));
    return true;
  } catch {
    return false;
  }
}

/** Prints the lines and nothing else of the page. */
export function printOut(lines, seen) {
  const sheet = document.createElement('section');
  sheet.className = 'waiting-print';
  const title = document.createElement('h1');
  title.textContent = `${heading}, ${moment(Date.now())}`;
  const list = document.createElement('ol');
  for (const { when, kind, text } of described(lines, seen)) {
    const item = document.createElement('li');
    const head = document.createElement('b');
    head.textContent = `${when}  ${kind}`;
    const body = document.createElement('p');
    body.textContent = text;
    item.append(head, body);
    list.append(item);
  }
  sheet.append(title, list);
  document.body.append(sheet);
  document.body.classList.add('prints-waiting');
  const done = () => {
    sheet.remove();
    document.body.classList.remove('prints-waiting');
  };
  addEventListener('afterprint', done, { once: true });
  print();
}
