// Starts the circuit, says how it is, and sees to it that nothing is lost while it is gone. It needs
// <script src="_framework/blazor.web.js" autostart="false"> before it, <div id="components-reconnect-modal"> in the
// page, and works on pages without Blazor too. It is a classic script: it must run even if a module does not.
(() => {
  const words = { ok: 'Ansluten', retrying: 'Återansluter …', lost: 'Ingen kontakt med servern' };
  const patience = 12_000;
  const slowStart = 20_000;
  let state = 'ok';
  let lostTimer = 0;
  let reloading = false;
  let toastTimer = 0;
  let blankLooks = 0;
  let composing = false;

  function show() {
    const place = document.querySelector('[data-connection]');
    if (!place || place.dataset.state === state) return;
    place.dataset.state = state;
    const text = place.querySelector('[data-connection-text]') ?? place;
    // Blazor holds on to its text nodes: change what stands in them, never the nodes.
    if (text.firstChild?.nodeType === Node.TEXT_NODE) text.firstChild.data = words[state];
    else text.textContent = words[state];
  }

  function become(next) {
    if (state === next) return;
    clearTimeout(lostTimer);
    const wasAway = state !== 'ok';
    state = next;
    show();
    if (next === 'retrying') lostTimer = setTimeout(() => become('lost'), patience);
    if (next === 'retrying' && !wasAway) reloadWhenStuck();
    if (next === 'lost') say(`${words.lost}. Det du skriver i loggen sparas här och skickas sedan.`);
    if (next !== 'ok' || !wasAway) return;
    say('Ansluten igen.');
    document.dispatchEvent(new CustomEvent('kris-connected'));
  }

  function say(text) {
    let toast = document.getElementById('kris-toast');
    if (!toast) {
      toast = document.createElement('div');
      toast.id = 'kris-toast';
      toast.setAttribute('role', 'status');
      document.body.append(toast);
    }
    toast.className = 'toast';
    toast.textContent = '';
    setTimeout(() => { toast.textContent = text; }, 60);
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.remove(), 7000);
  }

  // A server without its database has no page to give either.
  async function isReady() {
    try {
      return (await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(3000) })).ok;
    } catch {
      return false;
    }
  }

  function flush() {
    const kept = [];
    document.dispatchEvent(new CustomEvent('kris-flush', { detail: { waitUntil: promise => kept.push(promise) } }));
    return Promise.allSettled(kept);
  }

  const pause = time => new Promise(done => { setTimeout(done, time); });

  // Letters that an input method is putting together are ended by a page that goes.
  for (const type of ['compositionstart', 'compositionend']) {
    document.addEventListener(type, () => { composing = type === 'compositionstart'; });
  }

  async function composed() {
    for (let i = 0; composing && i < 50; i += 1) await pause(100);
  }

  // A circuit that the server has forgotten never comes back. The page does, once the server is there to give it.
  async function reloadWhenReady(first = 0) {
    if (reloading) return;
    reloading = true;
    become('retrying');
    await pause(first);
    while (!await isReady()) await pause(1000);
    await composed();
    // What is typed is kept as it is typed: a store that does not answer may not hold the page.
    await Promise.race([flush(), pause(2000)]);
    location.reload();
  }

  // The server answers and the circuit still does not come: a try to reconnect can hang for half a minute, and does not
  // know that the one it waits for has been started anew.
  async function reloadWhenStuck() {
    let answers = 0;
    while (state !== 'ok' && !reloading) {
      await pause(2000);
      answers = await isReady() ? answers + 1 : 0;
      if (answers >= 4 && state !== 'ok') reloadWhenReady();
    }
  }

  const byState = {
    show: () => become('retrying'), retrying: () => become('retrying'), paused: () => become('retrying'),
    hide: () => become('ok'), failed: () => reloadWhenReady(),
    rejected: () => reloadWhenReady(), 'resume-failed': () => reloadWhenReady(),
  };

  function follow(next) {
    if ((next === 'retrying' || next === 'show') && state === 'lost') return;
    if (!reloading) byState[next]?.();
  }

  function watchModal() {
    const modal = document.getElementById('components-reconnect-modal');
    if (!modal) return;
    modal.addEventListener('components-reconnect-state-changed', event => follow(event.detail?.state));
    const prefix = 'components-reconnect-';
    new MutationObserver(() => {
      const named = [...modal.classList].find(name => name.startsWith(prefix) && byState[name.slice(prefix.length)]);
      if (named) follow(named.slice(prefix.length));
    }).observe(modal, { attributes: true, attributeFilter: ['class'] });
  }

  function isOurs(target) {
    const own = 'kris-composer, kris-setting, kris-theme, [data-theme-toggle], [data-no-circuit], dialog.keys';
    return target.closest(own) !== null;
  }

  function pageLink(event) {
    const link = event.target.closest('a[href]');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
    if (link.origin !== location.origin || link.hasAttribute('download')) return null;
    if (link.target && link.target !== '_self') return null;
    const samePage = link.pathname === location.pathname && link.search === location.search;
    return samePage && link.hash ? null : link;
  }

  // While the circuit is gone a click is dropped in silence, and a link can end on the browser's own error page.
  async function follows(link) {
    if (!await isReady()) {
      say(`${words.lost}. Sidan ”${link.textContent.trim()}” kan inte öppnas just nu. Det du har skrivit är kvar.`);
      return;
    }
    await flush();
    location.assign(link.href);
  }

  document.addEventListener('click', event => {
    if (state === 'ok' || !(event.target instanceof Element) || isOurs(event.target)) return;
    const link = pageLink(event);
    const pressed = event.target.closest('button, [role="button"], [role="switch"], [role="tab"], [role="menuitem"]');
    if (!link && !pressed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (link) follows(link);
    else say(`${words[state]}. Knappen fungerar när kontakten är tillbaka.`);
  }, true);

  document.addEventListener('submit', event => {
    if (state === 'ok' || isOurs(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(`${words[state]}. Formuläret kan skickas när kontakten är tillbaka.`);
  }, true);

  function start() {
    watchModal();
    show();
    // The layout is made anew when the page becomes interactive, and again by navigation.
    new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
    const wanted = document.querySelector('script[src*="blazor.web"]');
    if (!wanted) return;
    // The server went away while the page was being loaded: its script never came.
    if (!window.Blazor) {
      reloadWhenReady(1000);
      return;
    }
    const reconnectionOptions = {
      maxRetries: 1_000_000,
      retryIntervalMilliseconds: attempt => (attempt < 3 ? 500 : 2000),
    };
    const own = [['linechosen', 'kris-line-chosen'], ['readermoved', 'kris-reader-moved'], ['looked', 'kris-looked']];
    for (const [name, browserEventName] of own) {
      window.Blazor.registerCustomEventType(name, { browserEventName, createEventArgs: event => event.detail });
    }
    const circuit = { reconnectionOptions, configureSignalR: watchBeginning };
    window.Blazor.start({ circuit }).catch(() => reloadWhenReady(5000));
    setTimeout(reloadUnlessBegun, slowStart);
    setInterval(reloadWhenBlank, 2000);
  }

  const hasBegun = () => document.querySelector('[data-interactive="true"]') !== null;

  // A connection that fails before the circuit has begun is not tried again by Blazor, which says nothing of it: the
  // server went away between the page and its circuit. The page is loaded anew once there is somebody to give it.
  function watchBeginning(builder) {
    const build = builder.build.bind(builder);
    builder.build = () => {
      const connection = build();
      const start = connection.start.bind(connection);
      const failed = () => {
        if (!hasBegun()) reloadWhenReady(500);
      };
      connection.start = () => start().catch(failure => {
        failed();
        throw failure;
      });
      connection.onclose(failed);
      return connection;
    };
  }

  // Whatever else kept the page from coming alive, it is loaded anew a few times: where it is the machine that is
  // slow, that does not help.
  function reloadAtMostThrice(isWell) {
    const key = 'kris.begun';
    try {
      const tries = Number(sessionStorage.getItem(key) ?? 0);
      if (isWell) sessionStorage.removeItem(key);
      else if (tries < 3) {
        sessionStorage.setItem(key, String(tries + 1));
        reloadWhenReady();
      }
    } catch {
      // A browser that keeps nothing would go on for ever.
    }
  }

  function reloadUnlessBegun() {
    if (document.querySelector('[data-interactive]')) reloadAtMostThrice(hasBegun());
  }

  // A question to the database that was broken off leaves the frame without a page in it, and Blazor says nothing of
  // that. Every page has a heading.
  async function reloadWhenBlank() {
    const frame = document.querySelector('[data-interactive="true"]');
    const isBlank = state === 'ok' && frame !== null && frame.querySelector('main h1') === null;
    blankLooks = isBlank ? blankLooks + 1 : 0;
    if (frame !== null && !isBlank && state === 'ok') reloadAtMostThrice(true);
    if (blankLooks >= 3 && !reloading && await isReady()) reloadAtMostThrice(false);
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
