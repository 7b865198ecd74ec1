// Keys of version 7 begin with the time, so that lines sort in the order in which they were written.
const maxSequence = 0xfff;
let lastTime = 0;
let sequence = 0;

/** What is made from now on sorts after this key: another page may have made it by a clock that has been set since. */
export function beginAfter(key) {
  if (key[14] !== '7') return;
  const time = Number.parseInt(key.slice(0, 8) + key.slice(9, 13), 16);
  const place = Number.parseInt(key.slice(15, 18), 16);
  if (time > lastTime || (time === lastTime && place > sequence)) [lastTime, sequence] = [time, place];
}

export function uuid7(now = Date.now()) {
  // Within one millisecond, and when the clock goes back, the sequence keeps the order.
  if (now > lastTime) {
    lastTime = now;
    sequence = 0;
  } else if (++sequence > maxSequence) {
    lastTime += 1;
    sequence = 0;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = lastTime;
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (sequence >> 8);
  bytes[7] = sequence & 0xff;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
