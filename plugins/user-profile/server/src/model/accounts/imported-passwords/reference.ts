import { randomBytes } from 'node:crypto';

/**
 * What the password column of an account contains while its hash is an imported one. Users & Permissions cannot
 * verify it: bcryptjs compares hashes of 60 characters only. It is new for each import, so a password that is set
 * later replaces it for good, and an upgrade can tell whether that has happened.
 */
const REFERENCE = /^\$imported\$([a-z0-9]{1,64})\$[0-9a-f]{32}$/;

export const newReference = (accountDocumentId: string): string =>
  `$imported$${accountDocumentId}$${randomBytes(16).toString('hex')}`;

export const isReference = (password: unknown): password is string =>
  typeof password === 'string' && REFERENCE.test(password);

/** The `documentId` of the account that a reference was made for. */
export const accountOfReference = (reference: string): string =>
  REFERENCE.exec(reference)?.[1] ?? '';
