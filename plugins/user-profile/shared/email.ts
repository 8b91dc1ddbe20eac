/**
 * The one form in which email addresses are stored and compared. Works in Node and in browsers. The panel
 * may import it, so this file must not import zod.
 */

import { normalizeText } from './storable-text';
import { typedIdentifier } from './typed-text';
import { MAX_LENGTHS } from './user-fields';

/** Of text that is examined. The Unicode form of a domain may be longer than its ASCII form. */
const MAX_TEXT = 1024;

/** RFC 5322, 3.2.3, without quoted strings: Users & Permissions and most mail servers reject those. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
/** A top-level domain has only letters, unless it is internationalized. */
const TOP_LEVEL = '(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,59})';

const EMAIL = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${TOP_LEVEL}$`);

const ASCII = /^[\x21-\x7e]*$/;
/** Characters that a URL parser removes, decodes or takes for the end of the host. */
const NOT_IN_DOMAIN = /[\s\p{Cc}/?#@:%[\]\\]/u;

/** @returns the domain with internationalized labels as `xn--…`; null if it is invalid */
const asciiDomain = (domain: string): string | null => {
  if (ASCII.test(domain)) {
    return domain;
  }
  if (NOT_IN_DOMAIN.test(domain)) {
    return null;
  }
  try {
    // The URL parser of Node and browsers implements UTS #46. `domainToASCII` exists in Node only.
    return new URL(`http://${domain}`).hostname;
  } catch {
    return null;
  }
};

/**
 * Removes spaces and invisible characters around an email address, lowers its case and converts an internationalized
 * domain to ASCII.
 *
 * @returns null if the text is not exactly one email address. The local part must be ASCII: lowering the
 *   case of other letters can lead to another mailbox, such as K (U+212A) to k.
 */
export const canonicalEmail = (text: string): string | null => {
  const email = typedIdentifier(text);
  const at = email.lastIndexOf('@');
  const domain = email.length <= MAX_TEXT ? asciiDomain(email.slice(at + 1)) : null;
  if (at < 1 || domain === null) {
    return null;
  }
  const canonical = `${email.slice(0, at)}@${domain}`;
  return canonical.length <= MAX_LENGTHS.email && EMAIL.test(canonical)
    ? canonical.toLowerCase()
    : null;
};

/** What accounts are looked up by: the stored form of an email address; any other text in NFC and lower case. */
export const foldIdentifier = (identifier: string): string =>
  canonicalEmail(identifier) ?? normalizeText(identifier).toLowerCase();
