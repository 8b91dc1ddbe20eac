import { problem, type Problem } from './errors';

/** Half of a surrogate pair: bcryptjs and some databases fail on it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Deeper than any contract. Deeper input could overflow the stack of recursive code. */
const MAX_DEPTH = 100;

export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

interface Place {
  value: unknown;
  path: string[];
}

const NOT_WELL_FORMED = 'Text must be well-formed Unicode';
const TOO_DEEP = `Must not be nested deeper than ${MAX_DEPTH}`;

const isBroken = (value: unknown): boolean => typeof value === 'string' && !isWellFormed(value);

const brokenTexts = ({ value, path }: Place): Problem[] =>
  isBroken(value) || isBroken(path.at(-1)) ? [problem(path, NOT_WELL_FORMED)] : [];

/** Problems that no part of a request may have, whatever its schema allows. */
export const problemsOfJson = (sent: unknown): Problem[] => {
  const problems: Problem[] = [];
  const places: Place[] = [{ value: sent, path: [] }];
  for (let place = places.pop(); place; place = places.pop()) {
    problems.push(...brokenTexts(place));
    const { value, path } = place;
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (path.length > MAX_DEPTH) {
      return [problem(path.slice(0, 1), TOO_DEEP)];
    }
    for (const [key, inner] of Object.entries(value)) {
      places.push({ value: inner, path: [...path, key] });
    }
  }
  return problems;
};
