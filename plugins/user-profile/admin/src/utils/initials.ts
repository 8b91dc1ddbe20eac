interface Named {
  name?: string;
  email?: string;
  user_id?: string;
}

/** By code points, so surrogate pairs are not split. */
const matching = (text: string, pattern: RegExp): string[] =>
  Array.from(text).filter((character) => pattern.test(character));

const letters = (text: string): string[] => matching(text, /\p{L}/u);

const lettersAndDigits = (text: string): string[] => matching(text, /[\p{L}\p{N}]/u);

/**
 * The initials of the first and last word of a name; otherwise the first two letters of the email, the name or
 * the ID.
 */
export const initialsOf = ({ name = '', email = '', user_id: userId = '' }: Named): string => {
  const words = name.includes('@')
    ? []
    : name
        .trim()
        .split(/\s+/)
        .map(letters)
        .filter((word) => word.length > 0);

  if (words.length >= 2) {
    return [words[0][0], words[words.length - 1][0]].join('').toUpperCase();
  }

  const source =
    [email, name, userId].map(lettersAndDigits).find((found) => found.length > 0) ?? [];

  return source.slice(0, 2).join('').toUpperCase() || '?';
};
