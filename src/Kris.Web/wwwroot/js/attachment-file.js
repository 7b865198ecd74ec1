// What becomes of a file before it is sent: a photo is drawn anew, smaller and without where it was taken.
export const maxBytes = 25 * 1024 * 1024;
export const maxFiles = 10;
// A photo is made small before it is measured, and one beyond this is not opened: that takes memory by its pixels.
const maxDrawn = 100 * 1024 * 1024;
// Without HEIC in the list an iPhone hands over a JPEG.
export const accepted = 'image/jpeg,image/png,image/webp,application/pdf,audio/mpeg,audio/mp4,audio/ogg,audio/wav,'
  + '.jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.mp3,.m4a,.ogg,.opus,.wav';

const maxSide = 2048;
const thumbSide = 96;
const heic = 'Bilden är i formatet HEIC, som inte alla kan öppna. På iPhone: välj Inställningar, Kamera, Format, '
  + 'Mest kompatibelt. Eller spara bilden som JPEG och bifoga den.';

const number = new Intl.NumberFormat('sv-SE', { maximumFractionDigits: 1 });

export function sizeInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${number.format(bytes / 1024 / 1024)} MB`;
}

const isDrawable = file => /^image\/(jpeg|png|webp)$/.test(file.type);

/** What can be said without the server of why a file is not taken; nothing where it may be. */
export function problemOf(file, isOriginal = false) {
  if (file.size === 0) return 'Filen är tom.';
  if (/^image\/(heic|heif)/.test(file.type) || /\.(heic|heif)$/i.test(file.name ?? '')) return heic;
  return tooLarge(file, isDrawable(file) && !isOriginal ? maxDrawn : maxBytes);
}

/** The same of what is to be sent, when it has been made small. */
export function tooLarge(file, most = maxBytes) {
  return file.size > most ? 'Filen är för stor. En bilaga får vara högst 25 MB.' : null;
}

async function isJpeg(file) {
  const start = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  return start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff;
}

async function drawn(file, side, quality) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return { canvas, blob: await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', quality)) };
  } finally {
    bitmap.close();
  }
}

/** The file as it is to be sent. What cannot be drawn goes as it is, and the server says what it thinks of it. */
export async function prepared(file, isOriginal) {
  try {
    // A drawing or a screenshot keeps its sharp edges, unless it is too large to be sent as it is.
    const isTooLarge = isDrawable(file) && file.size > maxBytes;
    if (isOriginal || !(isTooLarge || await isJpeg(file))) return file;
    const { blob } = await drawn(file, maxSide, 0.85);
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file;
  }
}

/** A small picture of it as an address that a page may show, or nothing where it is no picture. */
export async function thumbnailOf(blob) {
  if (!/^image\/(jpeg|png|webp)$/.test(blob.type)) return null;
  try {
    return (await drawn(blob, thumbSide, 0.6)).canvas.toDataURL('image/jpeg', 0.6);
  } catch {
    return null;
  }
}
