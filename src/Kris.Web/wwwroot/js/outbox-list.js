// The lines under the composer that the server has not taken: those that wait, and those that it said no to.
import { stuckFile, unkept } from './attachment-send.js';
import { waits } from './send-line.js';
import { orderOf } from './storage.js';

const patience = 1000;

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

// What is only in the memory of the page is not "here" in the sense that the rest is.
function waitsFor(line, stuck, sender) {
  if (line.isUnsure) return 'Ligger kvar här tills du har loggat in och sagt att raden är din.';
  const [lost] = unkept(line);
  if (lost) return `Bilagan ${lost.name} finns bara på den här sidan: stäng den inte innan raden är skickad.`;
  if (stuck) return `Bilagan ${stuck.name} har inte kommit fram än. Raden är kvar här.`;
  if (sender.state !== 'waiting') return 'Skickas …';
  return `Väntar på ${sender.waitsFor}. Raden är kvar här. ${sender.why}`.trim();
}

function button(text, act, className = '') {
  const made = element('button', `small ${className}`, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

export class OutboxList {
  #list;
  #acts;
  #items = new Map();

  /** acts: { change(line), discard(line), retry(line), without(line) }, the last one for its files. */
  constructor(list, acts) {
    this.#list = list;
    this.#acts = acts;
  }

  /** A line that is on its way for the first second is not shown: it would only flicker. */
  show(lines, sender, now = Date.now()) {
    const troubled = sender.state === 'waiting' || sender.state === 'signed-out';
    const shown = lines.filter(line => !waits(line) || troubled || now - line.keptAt >= patience);
    for (const [order, item] of this.#items) {
      if (!shown.some(line => orderOf(line) === order)) {
        item.remove();
        this.#items.delete(order);
      }
    }
    for (const line of shown) {
      const item = this.#items.get(orderOf(line)) ?? this.#add(line);
      this.#describe(item, line, sender);
    }
    this.#list.hidden = shown.length === 0;
  }

  #add(line) {
    const item = element('li');
    const why = element('p', 'why');
    item.append(element('p', 'text', line.body.text), why);
    this.#items.set(orderOf(line), item);
    this.#list.append(item);
    return item;
  }

  #describe(item, line, sender) {
    const why = item.querySelector('.why');
    const stuck = waits(line) ? stuckFile(line) : null;
    this.#offer(item, line, line.refused ? 'refused' : stuck && 'stuck');
    item.classList.toggle('refused', Boolean(line.refused));
    if (line.refused) {
      why.textContent = line.isAside ? line.refused : `Togs inte emot: ${line.refused}`;
    } else if (line.isUnsure) {
      why.textContent = waitsFor(line, stuck, sender);
    } else if (sender.state === 'signed-out' && sender.why && !sender.why.startsWith('Du är inte inloggad')) {
      why.textContent = sender.why;
    } else if (sender.state === 'signed-out') {
      if (!why.querySelector('a')) this.#askForLogin(why);
    } else {
      why.textContent = waitsFor(line, stuck, sender);
    }
  }

  // What can be done is made anew when it is another thing, and not under the hand of whoever is about to press it.
  #offer(item, line, what) {
    if ((item.dataset.offers ?? null) === what) return;
    item.querySelector('.buttons')?.remove();
    if (what) item.dataset.offers = what;
    else delete item.dataset.offers;
    if (what === 'refused') item.append(this.#choices(item, line));
    if (what === 'stuck') item.append(element('div', 'buttons', this.#without(line)));
  }

  #without(line) {
    return button('Skicka utan bilagan', () => this.#acts.without(line));
  }

  #askForLogin(why) {
    const link = element('a', '', 'logga in igen');
    link.href = `/logga-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`;
    why.replaceChildren('Du är utloggad. Raden är kvar här; ', link, ' så skickas den.');
  }

  #choices(item, line) {
    const row = element('div', 'buttons');
    const ordinary = [
      // What stands in the log in other words is not taken however often it is sent.
      ...(line.isTaken ? [] : [button('Försök igen', () => this.#acts.retry(line))]),
      button('Ändra', () => this.#acts.change(line)),
      ...(line.attachments?.length > 0 ? [this.#without(line)] : []),
      button('Kasta', () => {
        row.replaceChildren(...sure);
        sure[2].focus();
      }),
    ];
    const sure = [
      element('span', '', 'Kasta raden för gott?'),
      button('Ja, kasta', () => this.#acts.discard(line), 'danger'),
      button('Behåll', () => {
        row.replaceChildren(...ordinary);
        ordinary.at(-1).focus();
      }),
    ];
    row.append(...ordinary);
    return row;
  }
}
