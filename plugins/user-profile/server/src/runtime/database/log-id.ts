import { randomInt } from 'node:crypto';

const RANDOM_DIGITS = 10;

/**
 * A new `log_id`: digits only, as Auth0's are; the order of the text is the order in time
 * (milliseconds), and random digits tell apart what happened in the same one.
 */
export const newLogId = (date: Date): string => {
  const stamp = date.toISOString().replace(/\D/g, '');
  return stamp + String(randomInt(10 ** RANDOM_DIGITS)).padStart(RANDOM_DIGITS, '0');
};
