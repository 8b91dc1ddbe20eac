import { randomInt } from 'node:crypto';

const RANDOM_DIGITS = 10;

/**
 * A new `log_id`: digits only, as in Auth0. It starts with the time in milliseconds, so text order is time
 * order; random digits follow.
 */
export const newLogId = (date: Date): string => {
  const stamp = date.toISOString().replace(/\D/g, '');
  return stamp + String(randomInt(10 ** RANDOM_DIGITS)).padStart(RANDOM_DIGITS, '0');
};
