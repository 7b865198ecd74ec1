// What can be pasted and neither seen nor kept: signs for machines, and the half of a letter that takes two. It is taken
// out of a field as it comes in, before anybody hears of it: a circuit that is told of half a letter hears nothing.
const unkeepable = /[\p{Cs}\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]/gu;

function clean({ target }) {
  if (!target.matches?.('input:not([type="file"]), textarea')) return;
  const value = target.value.replace(unkeepable, '');
  if (value !== target.value) target.value = value;
}

for (const type of ['input', 'change']) addEventListener(type, clean, true);
