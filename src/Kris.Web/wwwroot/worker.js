// Keeps one page for when there is no server: /offline/ and what lies under it. Everything else passes by untouched.
// The program puts "version" and "files" before this text, so that another content is another worker.
/* global version, files */
const cacheName = `kris-offline-${version}`;
const patience = 10_000;
const gone = new Set([502, 503, 504]);
// Files to download and the wall have no use for a page to write in.
const passed = ['/api/', '/tavla', '/healthz', '/readyz', '/_blazor', '/_framework', '/sw.js'];

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map(file => new Request(file, { cache: 'reload' })));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  const names = await caches.keys();
  const old = names.filter(name => name.startsWith('kris-offline-') && name !== cacheName);
  await Promise.all(old.map(name => caches.delete(name)));
  await self.clients.claim();
})()));

// A page that was on its way while the worker began is nobody's, and asks to be taken.
self.addEventListener('message', event => {
  if (event.data === 'claim') event.waitUntil(self.clients.claim());
});

const kept = async address => (await caches.open(cacheName)).match(address);

// A network that drops what is sent leaves a page waiting for minutes: that is as good as no server.
async function navigate(request) {
  const limit = new Promise((_, reject) => { setTimeout(() => reject(new Error('No answer.')), patience); });
  try {
    const answer = await Promise.race([fetch(request), limit]);
    return gone.has(answer.status) ? await kept('/offline/') ?? answer : answer;
  } catch (failure) {
    const page = await kept('/offline/');
    if (page) return page;
    throw failure;
  }
}

async function ownFile(request, path) {
  return await kept(path) ?? fetch(request);
}

self.addEventListener('fetch', event => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (files.includes(address.pathname) && address.pathname !== '/offline/') {
    event.respondWith(ownFile(request, address.pathname));
  } else if (request.mode === 'navigate' && !passed.some(path => address.pathname.startsWith(path))) {
    event.respondWith(navigate(request));
  }
});
