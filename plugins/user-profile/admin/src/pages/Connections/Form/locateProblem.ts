import { type LocateProblem, withoutPath } from '../../../utils/fieldErrors';

const capitalized = (message: string): string => message.charAt(0).toUpperCase() + message.slice(1);

/** Within a list or a map, the message starts with the line or the key. */
const withPlace = (
  rest: readonly string[],
  message: string,
  lineText: (line: number) => string
): string => {
  const [place] = rest;

  if (place === undefined) {
    return capitalized(message);
  }

  return `${/^\d+$/.test(place) ? lineText(Number(place) + 1) : place}: ${message}`;
};

/** For the form of a connection, whose options are fields named `options.<name>`. */
export const locateProblem =
  (lineText: (line: number) => string): LocateProblem =>
  (problem) => {
    const [first, second, ...rest] = problem.path;
    const isOption = first === 'options' && second !== undefined;

    return {
      field: isOption ? `options.${second}` : first,
      message: withPlace(isOption ? rest : [], withoutPath(problem), lineText),
    };
  };
