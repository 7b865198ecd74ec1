// A computer in a store-room may be minutes off; the server's clock is the one that counts. Each answer tells it.
let skew = 0;

export function learn(response) {
  const said = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(said)) return;
  const difference = said - Date.now();
  // The header has whole seconds and the answer took its time: small differences say nothing.
  skew = Math.abs(difference) > 30_000 ? difference : 0;
}

export function serverNow() {
  return Date.now() + skew;
}
