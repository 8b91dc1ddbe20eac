/** A product of a user agent, such as `curl/8.7.1`. */
export interface ProductToken {
  name: string;
  /** Null if no version begins with a digit. */
  version: string | null;
}

const TOKEN = "[!#$%&'*+\\-.^_`|~\\w]+";
const PRODUCT = new RegExp(`^(${TOKEN})(?:/(${TOKEN}))?$`);

const decodeEscapes = (escapes: string): string => {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
};

/** Apple's CFNetwork and others percent-encode names. Invalid escapes stay as they are. */
export const decodeName = (name: string): string =>
  name
    .replace(/(?:%[0-9a-f]{2})+/gi, decodeEscapes)
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim() || name;

/** Comments may be nested, and `\` escapes a character. One without an end lasts until the end. */
const withoutComments = (userAgent: string): string => {
  let text = '';
  let depth = 0;
  for (let index = 0; index < userAgent.length; index += 1) {
    const character = userAgent[index];
    if (character === '\\' && depth > 0) {
      index += 1;
    } else if (character === '(') {
      depth += 1;
      text += ' ';
    } else if (character === ')' && depth > 0) {
      depth -= 1;
    } else if (depth === 0) {
      text += character;
    }
  }
  return text;
};

/** The products of a user agent in their order (RFC 9110, 10.1.5), without comments. */
export const parseProducts = (userAgent: string): ProductToken[] =>
  withoutComments(userAgent)
    .split(/[\s;,]+/)
    .flatMap((part) => {
      const [, name, version] = PRODUCT.exec(part) ?? [];
      const [, number] = /^v?(\d[\w.]*)/i.exec(version ?? '') ?? [];
      return name ? [{ name: decodeName(name), version: number ?? null }] : [];
    });
