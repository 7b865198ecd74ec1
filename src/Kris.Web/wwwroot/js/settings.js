// <kris-setting name="kris.sound" default="off" label="Ljud vid nya rader">: a checkbox for what belongs to the browser
// and not to the account. It builds itself, so it works without the circuit and however often it is made.
class KrisSetting extends HTMLElement {
  #box;

  connectedCallback() {
    if (this.#box) return;
    const label = document.createElement('label');
    label.className = 'check';
    this.#box = document.createElement('input');
    this.#box.type = 'checkbox';
    this.#box.checked = this.#read() === 'on';
    this.#box.addEventListener('change', () => this.#write());
    label.append(this.#box, this.getAttribute('label') ?? '');
    this.replaceChildren(label);
  }

  #read() {
    try {
      return localStorage.getItem(this.getAttribute('name')) ?? this.getAttribute('default') ?? 'off';
    } catch {
      return this.getAttribute('default') ?? 'off';
    }
  }

  #write() {
    const value = this.#box.checked ? 'on' : 'off';
    try {
      localStorage.setItem(this.getAttribute('name'), value);
    } catch {
      this.#box.checked = !this.#box.checked;
      this.#box.disabled = true;
      this.append('Den här webbläsaren sparar inga inställningar.');
    }
  }
}

if (!customElements.get('kris-setting')) customElements.define('kris-setting', KrisSetting);

// <kris-theme>: the system's choice, or one's own. The switch in the head of the page does the same in one press.
class KrisTheme extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const select = document.createElement('select');
    select.id = 'tema';
    for (const [value, text] of [['', 'Som systemet'], ['light', 'Ljust'], ['dark', 'Mörkt']])
      select.append(new Option(text, value));
    try {
      select.value = localStorage.getItem('kris.theme') ?? '';
    } catch {
      select.disabled = true;
    }
    select.addEventListener('change', () => {
      document.dispatchEvent(new CustomEvent('kris-theme', { detail: select.value }));
    });
    this.replaceChildren(select);
  }
}

if (!customElements.get('kris-theme')) customElements.define('kris-theme', KrisTheme);
