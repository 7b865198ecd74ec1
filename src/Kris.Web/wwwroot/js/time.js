// Times as they are typed and shown in Sweden, whatever zone the computer is set to.
const zone = 'Europe/Stockholm';
const minute = 60_000;
const ahead = 5 * minute;
const halfDay = 12 * 60 * minute;
const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: zone, hourCycle: 'h23',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
});

const firstYear = 1900;
const lastYear = 2199;

const pad = number => String(number).padStart(2, '0');

/** The wall clock in Sweden at an instant: { date: '2026-11-22', clock: '14:05' } and the numbers. */
export function wallClock(instant) {
  const found = Object.fromEntries(parts.formatToParts(instant).map(part => [part.type, part.value]));
  return {
    date: `${found.year}-${found.month}-${found.day}`, clock: `${found.hour}:${found.minute}`,
    seconds: found.second,
  };
}

function offsetAt(instant) {
  const { date, clock, seconds } = wallClock(instant);
  return Date.parse(`${date}T${clock}:${seconds}Z`) - Math.floor(instant / 1000) * 1000;
}

/** The instants that a wall clock showed this: none or two on the nights when the clock is changed. */
export function instantsOf(date, clock) {
  const asUtc = Date.parse(`${date}T${clock}:00Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== date) return null;
  const day = 24 * 60 * minute;
  const candidates = [asUtc - offsetAt(asUtc - day), asUtc - offsetAt(asUtc + day)];
  return [...new Set(candidates)].filter(at => wallClock(at).date === date && wallClock(at).clock === clock);
}

/** What is wrong with a date, whatever the clock showed; nothing when nothing is. */
export function dateProblem(date) {
  const year = Number(date.slice(0, 4));
  return year < firstYear || year > lastYear ? `${date} ligger för långt bort. Kontrollera årtalet.` : null;
}

function dayBefore(date) {
  return new Date(Date.parse(`${date}T12:00:00Z`) - 24 * 60 * minute).toISOString().slice(0, 10);
}

const notUnderstood = 'Skriv tiden som 14:05 eller 2026-11-22 14:05, eller nu.';

/**
 * Reads what stands in "Inträffade". Answers {} for now, { at } for a time, { at, meaning } where it had to be
 * interpreted, and { problem } where it cannot be. Where nobody has compared the clock with the server's, it may be
 * behind, and what is a little later than it shows is believed: the server says no, if it is not true.
 */
export function readOccurred(typed, now = Date.now(), isCompared = true) {
  const text = typed.trim().toLowerCase();
  if (text === '' || text === 'nu') return {};
  const match = /^(?:(\d{4}-\d{2}-\d{2})[ t]+)?(?:kl\.? ?)?(\d{1,2})[:.]?(\d{2})$/.exec(text);
  if (!match) return { problem: notUnderstood };
  const [, date, hour, minutes] = match;
  if (Number(hour) > 23 || Number(minutes) > 59) return { problem: notUnderstood };
  const clock = `${pad(hour)}:${minutes}`;
  const limit = now + (isCompared ? ahead : halfDay);
  return date ? onDate(date, clock, now, limit) : nearest(clock, now, limit);
}

const uncertain = (date, clock) =>
  `Tolkas som ${date} ${clock}, som är senare än den här datorns klocka. Den är inte jämförd med serverns.`;

function onDate(date, clock, now, limit) {
  const problem = dateProblem(date);
  if (problem) return { problem };
  const instants = instantsOf(date, clock);
  if (instants === null) return { problem: `${date} finns inte i kalendern.` };
  if (instants.length === 0) return { problem: `Klockan var aldrig ${clock} den ${date}: då ställdes den fram.` };
  const past = instants.filter(at => at <= limit);
  if (past.some(at => at <= now + ahead)) return { at: past.filter(at => at <= now + ahead).at(-1) };
  if (past.length > 0) return { at: past[0], meaning: uncertain(date, clock) };
  return { problem: `${date} ${clock} är senare än nu. En rad kan inte handla om något som inte har hänt än.` };
}

function nearest(clock, now, limit) {
  const today = wallClock(now);
  const here = onDate(today.date, clock, now, limit);
  if (here.at) return here;
  const yesterday = dayBefore(today.date);
  const before = onDate(yesterday, clock, now, now + ahead);
  if (before.at && now - before.at <= halfDay) return { ...before, meaning: `Tolkas som i går ${clock}.` };
  return {
    problem: `${clock} är senare än nu (${today.clock}). Menar du i går, skriv ${yesterday} ${clock}.`,
  };
}

/** "12 min", "3 h 05 min", "2 d 4 h": how long ago, as short as it can be read. */
export function elapsed(since, now = Date.now()) {
  const minutes = Math.max(0, Math.floor((now - since) / minute));
  if (minutes < 1) return 'mindre än 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${pad(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
