// The short forms: what each kind asks for besides its text, how it looks and what it becomes in the API's body.
import { serverNow } from './clock.js';
import { readDue } from './due.js';
import { channels, horizons, maxField, maxLong, reliabilities } from './kinds.js';
import { wallClock } from './time.js';

const whyCorrected = ['Felskrivning', 'Fel uppgift', 'Nya uppgifter'];

const choices = names => Object.entries(names).map(([code, name]) => `<option value="${code}">${name}</option>`).join('');

const shapes = {
  assignee: { label: 'Utförare', max: maxField, people: true },
  due: { label: 'Klart senast', max: 20, hint: '18:00' },
  horizon: { label: 'Horisont', options: `<option value="">ej angiven</option>${choices(horizons)}` },
  lifeDanger: { label: 'Fara för liv', options: '<option value="">nej</option><option value="true">ja</option>' },
  decidedBy: { label: 'Beslutat av', max: maxField, people: true },
  basis: { label: 'Underlag', max: maxLong, wide: true },
  reasons: { label: 'Skäl', max: maxLong, wide: true },
  alternatives: { label: 'Alternativ', max: maxLong, wide: true },
  contact: { label: 'Med vem', max: maxField },
  phone: { label: 'Telefon', max: 60, type: 'tel' },
  correctionReason: { label: 'Varför rättas raden?', max: maxLong, wide: true, common: whyCorrected },
  onBehalfOf: { label: 'Å vägnar av', max: maxField, people: true },
};

// What the same field is called in another kind.
const labels = { atgard: { assignee: 'Ansvarig' } };

export const extraNames = Object.keys(shapes);

/** The fields in which a person or a function is named, with completion. */
export const peopleNames = extraNames.filter(name => shapes[name].people);

export const extraMarkup = extraNames.map(name => {
  const { label, max, options, hint, type = 'text', wide, common } = shapes[name];
  const id = `composer-${name}`;
  const field = options
    ? `<select id="${id}">${options}</select>`
    : `<input id="${id}" type="${type}" maxlength="${max}" autocomplete="off"${hint ? ` placeholder="${hint}"` : ''}
        aria-describedby="composer-problem composer-meaning"${common ? ` list="${id}-common"` : ''}>`;
  const offered = common?.map(text => `<option>${text}</option>`).join('');
  const list = offered ? `<datalist id="${id}-common">${offered}</datalist>` : '';
  return `<div class="slot ${name}${wide ? ' wide' : ''}" hidden>
    <label for="${id}">${label}</label>${field}${list}</div>`;
}).join('');

export function showLabels(form, kind) {
  for (const name of extraNames) {
    const wanted = labels[kind]?.[name] ?? shapes[name].label;
    const label = form.querySelector(`label[for="composer-${name}"]`);
    if (label.textContent !== wanted) label.textContent = wanted;
  }
}

const plain = {
  from: 'från', to: 'till', keptAt: 'finns hos', turnTo: 'vänd dig till', channel: 'kanal', reliability: 'tillförlitlighet',
};
const words = { channel: channels, reliability: reliabilities, horizon: horizons };

/** The fields of a body in words, for whoever reads them away from Kris. */
export function said(body) {
  const names = [...Object.keys(plain), ...extraNames].filter(name => body[name]);
  return names.map(name => {
    if (name === 'lifeDanger') return 'fara för liv';
    // In a draft it stands as it was typed.
    const isTime = name === 'due' && /^\d{4}-\d\d-\d\dT/.test(body.due);
    const { date, clock } = isTime ? wallClock(Date.parse(body.due)) : {};
    const value = date ? `${date} ${clock}` : words[name]?.[body[name]] ?? body[name];
    return `${plain[name] ?? shapes[name].label.toLowerCase()}: ${value}`;
  });
}

/** What a field becomes in the body: most are text as it stands. */
export function toBody(name, value) {
  if (name === 'due') return new Date(readDue(value, serverNow()).at).toISOString();
  if (name === 'lifeDanger') return true;
  return value;
}

/** Whether a field that is shown cannot be read: { problem, input } or nothing. */
export function fieldProblem(inputs, wanted) {
  const { problem } = wanted.includes('due') ? readDue(inputs.due.value, serverNow()) : {};
  return problem ? { problem, input: inputs.due } : null;
}

/** What the deadline is taken to mean, told when the field is left. */
export function dueMeaning(inputs) {
  return readDue(inputs.due.value, serverNow()).meaning ?? null;
}
