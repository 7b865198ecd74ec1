// A field of a page as it is, of whatever kind: what stands in it, and how it is put there so that Blazor hears of it.

const isTick = field => field.type === 'checkbox' || field.type === 'radio';

/** Whatever may be given back to somebody: not a password, not a file. */
export const fields = 'main :is(input:not([type="password"], [type="file"], [type="hidden"]), textarea, select)[id]';

export const valueOf = field => (isTick(field) ? field.checked : field.value);

export function tell(field) {
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}

export function put(field, value) {
  if (isTick(field)) field.checked = value;
  else field.value = value;
  tell(field);
}
