// A tab in the background says in its title that lines came, and by a short sound if its owner wants it.
let unseen = 0;
let audio;

function show() {
  const plain = document.title.replace(/^\(\d+\) /, '');
  const wanted = unseen > 0 ? `(${unseen}) ${plain}` : plain;
  if (document.title !== wanted) document.title = wanted;
}

function wantsSound() {
  try {
    return localStorage.getItem('kris.sound') === 'on';
  } catch {
    return false;
  }
}

/** Two short tones. A browser that has not been touched since the page was opened stays silent. */
export async function beep() {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') await audio.resume();
  const start = audio.currentTime;
  for (const [at, pitch] of [[0, 660], [0.14, 880]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.15, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.12);
    tone.connect(volume).connect(audio.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.13);
  }
}

function seen() {
  if (document.hidden || unseen === 0) return;
  unseen = 0;
  show();
}

document.addEventListener('kris-new-lines', event => {
  if (!document.hidden) return;
  unseen += event.detail.count;
  show();
  if (wantsSound()) beep().catch(() => {});
});
document.addEventListener('visibilitychange', seen);
addEventListener('focus', seen);

// Blazor writes the title anew when the page's changes.
new MutationObserver(() => unseen > 0 && show()).observe(document.head, {
  childList: true, subtree: true, characterData: true,
});
