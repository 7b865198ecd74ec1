// The words of an incident that somebody is about to open, and of two such how nothing of either is lost.

/** Whether nothing stands there. */
export const isBlank = ({ title = '', firstLine = '' }) => title.trim() === '' && firstLine.trim() === '';

/** Whether two say the same. */
export const same = (one, other) => one.title === other.title && one.firstLine === other.firstLine;

const goesOn = (one, other) => one.startsWith(other) || other.startsWith(one);
const longer = (one, other) => (other.length > one.length ? other : one);

/**
 * What somebody types stays where they type it. What stood there before fills what is empty, or is what they go on with;
 * where it says something else it comes after all, and isApart says so.
 */
export function addTo({ words, isApart }, { title = '', firstLine = '' }) {
  if (goesOn(words.title, title) && goesOn(words.firstLine, firstLine)) {
    return { words: { title: longer(words.title, title), firstLine: longer(words.firstLine, firstLine) }, isApart };
  }
  const rest = [title, firstLine].filter(part => part.trim() !== '').join('\n');
  return { words: { ...words, firstLine: words.firstLine ? `${words.firstLine}\n${rest}` : rest }, isApart: true };
}
