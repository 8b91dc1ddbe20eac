export const HOUR_MS = 60 * 60_000;

/** From one address, whomever they are for. */
export const MAX_PER_MINUTE = 50;
