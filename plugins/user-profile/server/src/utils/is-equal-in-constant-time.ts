import { timingSafeEqual } from 'node:crypto';

/** Compares two hashes in hexadecimal form. */
export const isEqualInConstantTime = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
