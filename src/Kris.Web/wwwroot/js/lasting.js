// A browser can throw away what pages keep in it when the disk is full, unless it has promised not to.

/** Whether it has promised. One that cannot be asked has something else to say (offline-state.js). */
export async function isPromised() {
  try {
    return await navigator.storage.persisted();
  } catch {
    return true;
  }
}
