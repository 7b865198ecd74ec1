// The page that is shown while the database is away: comes back by itself when the server can give another.
const period = 2000;
const timeLimit = 5000;

async function look() {
  try {
    const answer = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(timeLimit) });
    if (answer.ok) {
      location.reload();
      return;
    }
  } catch {
    // Not yet.
  }
  setTimeout(look, period);
}

setTimeout(look, period);
