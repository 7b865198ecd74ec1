// How what was kept is shown when there is no server: the last lines of an incident, which one to write in, and whom to
// call.
import { kinds } from './kinds.js';
import { wallClock } from './time.js';

export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function line(shown) {
  const { number, kind, system, text, occurredAt, by, onBehalfOf, from, to, struckBy, pending, late } = shown;
  const at = Date.parse(occurredAt);
  const { date, clock } = wallClock(at);
  const time = element('time', '', date === wallClock(Date.now()).date ? clock : `${date} ${clock}`);
  time.dateTime = occurredAt;
  const parts = [by, onBehalfOf && `å vägnar av ${onBehalfOf}`, from && `från ${from}`, to && `till ${to}`,
    `nr ${number}`, late && 'i efterhand', pending && 'väntar på godkännande', struckBy && `struken av rad ${struckBy}`];
  const body = element('div', '',
    element('p', 'text', ...(system ? [] : [element('b', '', kinds[kind]?.label ?? kind), ' ']), text),
    element('p', 'who', parts.filter(Boolean).join(' · ')));
  return element('li', struckBy ? 'struck' : '', time, body);
}

/** An incident's name; where the words have gone, when one was there. */
export function named({ title, seenAt, at }) {
  const { date, clock } = wallClock(seenAt ?? at);
  return title ?? `Händelse som du var i ${date} ${clock}`;
}

/** Which of the incidents to write in, where there is something to choose. Without a choice it asks for one. */
export function chooser(seen, chosen, choose) {
  const select = element('select');
  select.id = 'offline-incident';
  if (!chosen) select.append(new Option('Välj händelse', '', true, true));
  for (const [id, one] of seen) select.append(new Option(named(one), id, id === chosen, id === chosen));
  select.addEventListener('change', () => choose(select.value));
  const label = element('label', '', 'Händelse');
  label.htmlFor = select.id;
  const form = element('form', 'plain', element('div', 'field', label, select));
  form.addEventListener('submit', event => event.preventDefault());
  return form;
}

/** Newest first, as in the log. */
export function showLines(lines) {
  if (lines.length === 0) return element('p', 'sub', 'Inga öppna rader.');
  const list = element('ol', 'kept', ...[...lines].reverse().map(line));
  list.setAttribute('aria-label', 'Senaste öppna raderna, den senaste först');
  return list;
}

function person({ name, duties, phone }) {
  const who = element('div', '', element('b', '', name), element('span', 'sub', duties.join(', ')));
  if (!phone) return element('li', '', who, element('span', 'sub', 'inget nummer'));
  const link = element('a', 'button', phone);
  link.href = `tel:${phone.replace(/\(0\)|[^0-9+]/g, '')}`;
  link.setAttribute('aria-label', `Ring ${name}, ${phone}`);
  return element('li', '', who, link);
}

export function showCalls(calls) {
  const heading = element('h2', '', 'Ringlista');
  heading.id = 'calls';
  if (!calls || calls.people.length === 0) {
    return [heading, element('p', 'sub', 'Ingen ringlista är sparad här det senaste dygnet.')];
  }
  return [heading, element('ul', '', ...calls.people.map(person))];
}
