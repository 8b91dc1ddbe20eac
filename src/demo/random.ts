export interface Random {
  /** A number of at least 0 and less than 1. */
  next(): number;
  /** An integer, bounds included. */
  between(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  digits(length: number): string;
  /** The seed for a separate generator, whose use does not affect this one. */
  seed(): number;
}

/** Mulberry32: a small, fast and deterministic generator. Not for secrets. */
const mulberry32 = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Deterministic, so every demo has the same users. */
export const createRandom = (seed: number): Random => {
  const next = mulberry32(seed);
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (items) => items[between(0, items.length - 1)],
    digits: (length) => Array.from({ length }, () => between(0, 9)).join(''),
    seed: () => between(0, 2 ** 32 - 1),
  };
};
