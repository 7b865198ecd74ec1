// The lines under the composer that the server has not taken: those that wait, and those that it said no to.
const patience = 1000;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
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

  /** acts: { change(line), discard(line), retry(line) }. */
  constructor(list, acts) {
    this.#list = list;
    this.#acts = acts;
  }

  /** A line that is on its way for the first second is not shown: it would only flicker. */
  show(lines, sender, now = Date.now()) {
    const troubled = sender.state === 'waiting' || sender.state === 'signed-out';
    const shown = lines.filter(line => line.refused || troubled || now - line.keptAt >= patience);
    for (const [key, item] of this.#items) {
      if (!shown.some(line => line.key === key)) {
        item.remove();
        this.#items.delete(key);
      }
    }
    for (const line of shown) {
      const item = this.#items.get(line.key) ?? this.#add(line);
      this.#describe(item, line, sender);
    }
    this.#list.hidden = shown.length === 0;
  }

  #add(line) {
    const item = element('li');
    const why = element('p', 'why');
    item.append(element('p', 'text', line.body.text), why);
    this.#items.set(line.key, item);
    this.#list.append(item);
    return item;
  }

  #describe(item, line, sender) {
    const why = item.querySelector('.why');
    if (line.refused) {
      why.textContent = `Togs inte emot: ${line.refused}`;
      if (!item.classList.contains('refused')) item.append(this.#choices(item, line));
      item.classList.add('refused');
      return;
    }
    item.classList.remove('refused');
    item.querySelector('.buttons')?.remove();
    if (sender.state === 'signed-out' && sender.why && !sender.why.startsWith('Du är inte inloggad')) {
      why.textContent = sender.why;
    } else if (sender.state === 'signed-out') {
      if (!why.querySelector('a')) this.#askForLogin(why);
    } else {
      why.textContent = sender.state === 'waiting' ? 'Väntar på nät. Raden är kvar här.' : 'Skickas …';
    }
  }

  #askForLogin(why) {
    const link = element('a', '', 'logga in igen');
    link.href = `/logga-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`;
    why.replaceChildren('Du är utloggad. Raden är kvar här; ', link, ' så skickas den.');
  }

  #choices(item, line) {
    const row = element('div', 'buttons');
    const ordinary = [
      button('Försök igen', () => this.#acts.retry(line)),
      button('Ändra', () => this.#acts.change(line)),
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
        ordinary[2].focus();
      }),
    ];
    row.append(...ordinary);
    return row;
  }
}
