// A screen reader begins at the heading of the page that is shown; where the page was asked to search, at the one of what
// was found, which says how much. The heading may come a moment after the address, when the page has read what it shows,
// so it is waited for: a heading that was not there before is a page that was not.
let shown = null;

function isWriting() {
  return document.activeElement?.matches('input, textarea, select') ?? false;
}

function look() {
  const isAsked = document.querySelector('main [data-asked]') !== null;
  const heading = document.querySelector(isAsked ? 'main [data-begin]' : 'main h1');
  if (!heading || heading === shown) return;
  shown = heading;
  if (heading.hasAttribute('data-unfocused') || isWriting() || document.querySelector('.mud-dialog')) return;
  heading.tabIndex = -1;
  // What was found is seen too, unless the address leads to one line of it.
  heading.focus({ preventScroll: !isAsked || location.hash !== '' });
}

// A page without a circuit is read from its beginning, or at the field that it asks for.
if (window.Blazor) {
  look();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}
