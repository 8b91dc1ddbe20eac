import { errors } from '@strapi/utils';

import { codedError } from './errors';

/**
 * Without separators of lists, parts of header lines, and everything that ends or quotes an email address.
 * The Kelvin sign (U+212A) becomes the letter k in lower case, which is another mailbox.
 */
const ONE_RECIPIENT = /^[^\s\p{C}@,;:<>()[\]"\\\u212a]+@[^\s\p{C}@,;:<>()[\]"\\\u212a]+$/u;

/**
 * Whether a text is exactly one email address to a mail server. Wider than `canonicalEmail`: accounts that
 * other code created may have email addresses that the plugin would not store.
 */
export const isOneRecipient = (email: string): boolean => ONE_RECIPIENT.test(email);

/**
 * Must be used for every `to` of a mail.
 *
 * @throws ApplicationError if a mail would go to another recipient, or to several
 */
export const requireRecipient = (email: unknown): string => {
  if (typeof email === 'string' && isOneRecipient(email)) {
    return email;
  }
  throw new errors.ApplicationError(...codedError('invalid_recipient'));
};
