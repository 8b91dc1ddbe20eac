import { isWellFormed } from '../../../shared/storable-text';
import { coded, MAX_LISTED, problem, type CodedText, type Problem } from './errors';

/** Deeper than any contract. Deeper input could overflow the stack of recursive code. */
const MAX_DEPTH = 100;

/** Objects know their parents, as paths of all of them would cost the depth times the size. */
interface Place {
  value: object;
  key: string;
  depth: number;
  parent: Place | null;
}

const NOT_WELL_FORMED: CodedText = {
  ...coded('not_storable'),
  message: 'Text must be well-formed Unicode',
};
const TOO_DEEP: CodedText = {
  ...coded('metadata_depth', { max: MAX_DEPTH }),
  message: `Must not be nested deeper than ${MAX_DEPTH}`,
};

const pathOf = (place: Place): string[] => {
  const path: string[] = [];
  for (let each = place; each.parent; each = each.parent) {
    path.push(each.key);
  }
  return path.reverse();
};

const isBroken = (value: unknown): boolean => typeof value === 'string' && !isWellFormed(value);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Only counted, so it needs no path. */
const UNLISTED = problem([], NOT_WELL_FORMED);

/**
 * Problems that no part of a request may have, whatever its schema allows.
 *
 * @param maxEntries the search ends after about so many entries
 */
export const problemsOfJson = (sent: unknown, maxEntries = Infinity): Problem[] => {
  if (!isObject(sent)) {
    return isBroken(sent) ? [problem([], NOT_WELL_FORMED)] : [];
  }
  const problems: Problem[] = [];
  const places: Place[] = [{ value: sent, key: '', depth: 0, parent: null }];
  let seen = 0;
  for (let place = places.pop(); place; place = places.pop()) {
    const { depth } = place;
    if (depth > MAX_DEPTH) {
      return [problem(pathOf(place).slice(0, 1), TOO_DEEP)];
    }
    for (const key of Object.keys(place.value)) {
      const value = (place.value as Record<string, unknown>)[key];
      seen += 1;
      if (seen > maxEntries) {
        return problems;
      }
      if (isBroken(key) || isBroken(value)) {
        const isListed = problems.length < MAX_LISTED;
        problems.push(isListed ? problem([...pathOf(place), key], NOT_WELL_FORMED) : UNLISTED);
      }
      if (isObject(value)) {
        places.push({ value, key, depth: depth + 1, parent: place });
      }
    }
  }
  return problems;
};
