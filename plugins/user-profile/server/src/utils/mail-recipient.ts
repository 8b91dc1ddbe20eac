import { errors } from '@strapi/utils';

/** Separators of lists, parts of header lines, and everything that ends or quotes an email address. */
const ONE_RECIPIENT = /^[^\s\p{C}@,;:<>()[\]"\\]+@[^\s\p{C}@,;:<>()[\]"\\]+$/u;

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
  throw new errors.ApplicationError(
    'The email address of this user is invalid. Correct it, then send the email again.'
  );
};
