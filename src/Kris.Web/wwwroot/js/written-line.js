// The line that stands in the form, as it is kept in the browser and sent.
import { correction, isMeasured, preciseNow, serverNow } from './clock.js';
import { hasRunOut } from './here.js';
import { uuid7 } from './uuid7.js';

// What a correction tells happened when its line says, to the second, unless somebody has changed that.
function correctedAt(ui, at) {
  const typed = ui.inputs.occurred.value.trim();
  const isOfLine = typed === '' || typed === ui.corrects.filled?.occurred;
  return isOfLine ? null : at ?? serverNow();
}

function bodyOf(ui, element, text, at) {
  const { corrects, attachments } = ui.values();
  const body = {
    kind: ui.kind(), text, duty: element.getAttribute('duty'), ...ui.extras(), ...ui.marking.body(),
  };
  // Who holds a duty for two units writes for the one that the page is shown for.
  const unit = element.getAttribute('unit');
  if (unit) body.unit = unit;
  const happened = corrects ? correctedAt(ui, at) : at;
  if (happened) body.occurredAt = new Date(happened).toISOString();
  if (corrects) body.corrects = corrects.number;
  if (attachments.length > 0) body.attachments = attachments.map(file => file.key);
  return body;
}

/** element is the composer, whose attributes say who writes where; at, in milliseconds, is when it happened if not now. */
export function lineOf(ui, element, text, at) {
  const draft = ui.values();
  return {
    key: draft.key ?? uuid7(),
    order: uuid7(),
    account: element.getAttribute('account'),
    incident: element.getAttribute('incident'),
    body: bodyOf(ui, element, text, at),
    draft,
    attachments: draft.attachments,
    writtenAt: preciseNow(),
    keptAt: Date.now(),
    isMeasured: isMeasured(),
    correction: correction(),
    // Without a server anybody can write here, whoever it was that was logged in.
    isUnsure: document.body.classList.contains('offline') && hasRunOut(),
  };
}
