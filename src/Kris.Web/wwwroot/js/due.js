// Reads a deadline as a person types it: 18:00, i morgon 08:00, 2026-11-26 12:00, om 2 h. In "Inträffade" a clock is
// the last time that it showed so; here it is the next.
import { dateProblem, instantsOf, wallClock } from './time.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const pad = number => String(number).padStart(2, '0');
const notUnderstood = 'Skriv klart senast som 18:00, i morgon 08:00, 2026-11-26 12:00 eller om 2 h.';

/** Answers {} for nothing, { at, meaning } for a time, and { problem } where it cannot be read. */
export function readDue(typed, now = Date.now()) {
  const text = typed.trim().toLowerCase();
  if (text === '') return {};
  const ahead = /^(?:om |\+)?(\d{1,3}) ?(min|m|h|tim|timmar|timme|d|dagar|dag|dygn)$/.exec(text);
  if (ahead) return shown(now + Number(ahead[1]) * unit(ahead[2]), now);
  const match = /^(?:(\d{4}-\d{2}-\d{2}|i ?dag|i ?morgon)[ t]+)?(?:kl\.? ?)?(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text);
  if (!match) return { problem: notUnderstood };
  const [, when, hour, minutes = '00'] = match;
  if (Number(hour) > 23 || Number(minutes) > 59) return { problem: notUnderstood };
  const clock = `${pad(hour)}:${minutes}`;
  const today = wallClock(now).date;
  if (!when) {
    const here = onDate(today, clock);
    return here.at > now ? shown(here.at, now) : moved(onDate(next(today), clock), now);
  }
  const date = when.startsWith('i') ? (when.endsWith('dag') ? today : next(today)) : when;
  return moved(onDate(date, clock), now);
}

function unit(word) {
  if (word.startsWith('m')) return minute;
  return word.startsWith('d') ? day : 60 * minute;
}

function next(date) {
  return new Date(Date.parse(`${date}T12:00:00Z`) + day).toISOString().slice(0, 10);
}

// In the hour that comes twice a deadline is the first of them: too early is the better mistake.
function onDate(date, clock) {
  const problem = dateProblem(date);
  if (problem) return { problem };
  const instants = instantsOf(date, clock);
  if (instants === null) return { problem: `${date} finns inte i kalendern.` };
  if (instants.length === 0) return { problem: `Klockan blir aldrig ${clock} den ${date}: då ställs den fram.` };
  return { at: Math.min(...instants) };
}

const moved = (found, now) => (found.problem ? found : shown(found.at, now));

function shown(at, now) {
  const { date, clock } = wallClock(at);
  const today = wallClock(now).date;
  const words = date === today ? `i dag ${clock}` : date === next(today) ? `i morgon ${clock}` : `${date} ${clock}`;
  return { at, meaning: at < now ? `Klart senast ${words}, som redan har varit.` : `Klart senast ${words}.` };
}
