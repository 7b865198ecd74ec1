// <kris-copy text="…" label="Kopiera">: a secret in a field of its own, with a button that copies it. It builds itself,
// and follows its attribute when Blazor gives it another text.
class KrisCopy extends HTMLElement {
  static observedAttributes = ['text'];

  #field;
  #said;

  connectedCallback() {
    if (this.#field) return;
    this.#field = document.createElement('input');
    this.#field.readOnly = true;
    this.#field.className = 'mono secret';
    this.#field.setAttribute('aria-label', 'Hemligheten');
    this.#field.addEventListener('focus', () => this.#field.select());
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'main';
    button.textContent = this.getAttribute('label') ?? 'Kopiera';
    button.addEventListener('click', () => this.#copy());
    this.#said = document.createElement('span');
    this.#said.setAttribute('role', 'status');
    this.replaceChildren(this.#field, button, this.#said);
    this.attributeChangedCallback();
  }

  attributeChangedCallback() {
    if (this.#field) this.#field.value = this.getAttribute('text') ?? '';
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#field.value);
      this.#said.textContent = 'Kopierad.';
    } catch {
      this.#field.focus();
      this.#said.textContent = 'Markerad. Kopiera med Ctrl+C.';
    }
  }
}

if (!customElements.get('kris-copy')) customElements.define('kris-copy', KrisCopy);
