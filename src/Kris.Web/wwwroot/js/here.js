// Whose the browser is just now, for a page that cannot ask the server: who was logged in here, as what, and when the
// server last said so. It is an identity and no right; what is written under it is delivered by that person's login.
const lastAccount = 'kris.last';
const about = 'kris.who';
const ended = 'kris.out';
// As long as a login lasts that nobody uses (LoginSession.Life).
const life = 12 * 60 * 60 * 1000;

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Then there is no page without a server either.
  }
}

/** The account, if anybody is here. */
export const whoIsHere = () => read(lastAccount);

/** { name, role, login, at, confirmedAt } of whoever is here, as far as it is known. */
export function whoThatIs() {
  try {
    const who = JSON.parse(read(about));
    return who?.account === whoIsHere() ? who : {};
  } catch {
    return {};
  }
}

/** The server has said who is here: { name, role, login }. */
export function noteHere(account, said) {
  write(lastAccount, account);
  write(about, JSON.stringify({ ...said, account, at: Date.now() }));
}

/** It has answered them again. */
export function noteStillHere(account) {
  const who = whoThatIs();
  if (who.account === account) write(about, JSON.stringify({ ...who, at: Date.now() }));
}

export function noteGone() {
  write(lastAccount, null);
  write(about, null);
}

/** Somebody has said that they are the one who was logged in here. Nobody can check that. */
export const noteConfirmed = () => write(about, JSON.stringify({ ...whoThatIs(), confirmedAt: Date.now() }));

// A clock that was set is no reason to ask, as long as it is off by less than the time that counts.
const isWithin = at => Math.abs(Date.now() - (at ?? 0)) < life;

/** Whether the login that was last heard of has run out: what is written then is sent when the next one says so. */
export const hasRunOut = () => !isWithin(whoThatIs().at);

/** Whether it has, and nobody has said since that they are still the same. */
export const isDoubtful = () => hasRunOut() && !isWithin(whoThatIs().confirmedAt);

/**
 * Somebody has left without a server to tell. The login that they had is ended by the next page that the server gives
 * in it; another one is none of that.
 */
export const owesLogout = login => write(ended, login ?? null);

export function isLogoutOwed(login) {
  const owed = read(ended);
  if (owed && owed !== login) write(ended, null);
  return Boolean(owed) && owed === login;
}
