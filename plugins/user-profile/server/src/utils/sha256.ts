import { createHash } from 'node:crypto';

/** SHA-256 of the parts in hex. The parts are joined by NUL, which none of them contains. */
export const sha256 = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex');
