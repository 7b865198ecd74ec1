// What a line that is being corrected said, so that the correction can say it anew.
import { channels, kinds, reliabilities } from './kinds.js';
import { wallClock } from './time.js';

const timeLimit = 5000;
// What the correction of a line may say: a task has its own way of being changed.
const said = [
  'from', 'to', 'channel', 'reliability', 'decidedBy', 'basis', 'reasons', 'alternatives', 'contact', 'phone', 'keptAt',
  'turnTo',
];
const known = { channel: channels, reliability: reliabilities };

/** The fields that a correction of the line shows: those of its kind, and whatever else it holds. */
export function correctedFields({ kind, filled = {} }) {
  const own = kinds[kind]?.fields ?? [];
  return said.filter(name => own.includes(name) || name in filled);
}

/**
 * The kind of the line and its fields as { kind, filled }; nothing when there is no server, and of a marked line no
 * more than its kind and when it happened: the rest is never kept in a draft that did not write it.
 */
export async function readCorrected(account, incident, number) {
  try {
    const response = await fetch(`/api/v1/incidents/${incident}/lines?after=${number - 1}&limit=1`, {
      cache: 'no-store',
      headers: { 'X-Kris': '1', 'X-Kris-Account': account },
      signal: AbortSignal.timeout(timeLimit),
    });
    const line = response.ok ? (await response.json()).lines[0] : null;
    if (line?.number !== number || line.hidden || !line.kind) return null;
    const { date, clock } = wallClock(Date.parse(line.occurredAt));
    const occurred = `${date} ${clock}`;
    // The correction of a reference is one too, and has to say where the matter is.
    if (line.marking) return { kind: line.keptAt ? 'hanvisning' : line.kind, filled: { occurred } };
    const has = name => line[name] && (!known[name] || known[name][line[name]]);
    const names = [...said, 'onBehalfOf'].filter(has);
    return { kind: line.kind, filled: { occurred, ...Object.fromEntries(names.map(name => [name, line[name]])) } };
  } catch {
    return null;
  }
}
