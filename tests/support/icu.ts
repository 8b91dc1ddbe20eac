import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';

export interface Argument {
  kind: 'value' | 'number' | 'date' | 'time' | 'plural' | 'ordinal' | 'select';
  /** The cases of a select; the categories of a plural, without `other` and exact numbers. */
  cases: string[];
  /** Exact numbers of a plural, such as `=0`. */
  exact: string[];
}

const argumentOf = (element: MessageFormatElement): Argument | undefined => {
  switch (element.type) {
    case TYPE.argument:
      return { kind: 'value', cases: [], exact: [] };
    case TYPE.number:
      return { kind: 'number', cases: [], exact: [] };
    case TYPE.date:
      return { kind: 'date', cases: [], exact: [] };
    case TYPE.time:
      return { kind: 'time', cases: [], exact: [] };
    case TYPE.select:
      return { kind: 'select', cases: Object.keys(element.options).sort(), exact: [] };
    case TYPE.plural: {
      const names = Object.keys(element.options);
      return {
        kind: element.pluralType === 'ordinal' ? 'ordinal' : 'plural',
        cases: names.filter((name) => !name.startsWith('=') && name !== 'other').sort(),
        exact: names.filter((name) => name.startsWith('=')).sort(),
      };
    }
    default:
      return undefined;
  }
};

/** The arguments of an ICU message by name, in every place in which they are used. */
export const getArguments = (message: string): Map<string, Argument[]> => {
  const found = new Map<string, Argument[]>();

  const read = (elements: MessageFormatElement[]): void => {
    for (const element of elements) {
      const argument = argumentOf(element);
      if (argument && 'value' in element) {
        found.set(element.value, [...(found.get(element.value) ?? []), argument]);
      }
      if ('options' in element) {
        Object.values(element.options).forEach(({ value }) => read(value));
      }
      if (element.type === TYPE.tag) {
        found.set(`<${element.value}>`, []);
        read(element.children);
      }
    }
  };

  read(parse(message));

  return found;
};

/** The source of an expression for all texts that a message may become. */
export const toPattern = (message: string): string => {
  const read = (elements: MessageFormatElement[]): string =>
    elements
      .map((element) => {
        switch (element.type) {
          case TYPE.literal:
            return element.value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
          case TYPE.select:
          case TYPE.plural:
            return `(?:${Object.values(element.options)
              .map(({ value }) => read(value))
              .join('|')})`;
          case TYPE.tag:
            return read(element.children);
          default:
            return '.+';
        }
      })
      .join('');

  return read(parse(message));
};
