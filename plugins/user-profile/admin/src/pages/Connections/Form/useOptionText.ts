import * as React from 'react';
import { useIntl } from 'react-intl';

import { PLUGIN_ID } from '../../../../../shared/constants';
import type { OptionField } from './optionFields';

/** `requires_username` becomes "Requires username". */
const humanized = (name: string): string => {
  const words = name.replaceAll('_', ' ');

  return words.charAt(0).toUpperCase() + words.slice(1);
};

export interface OptionText {
  labelOf: (field: OptionField) => string;
  hintOf: (field: OptionField) => string | undefined;
  /** What a value is called that can be chosen, or a name within a group. */
  valueOf: (field: OptionField, value: string) => string;
}

/**
 * What the options of a strategy are called. The strategy's own words come before those that all
 * strategies share; a strategy of another plugin is described by its schema.
 */
export const useOptionText = (strategy: string): OptionText => {
  const { messages, formatMessage } = useIntl();

  return React.useMemo(() => {
    const textOf = (name: string, what: string): string | undefined => {
      const id = [`${strategy}.${name}`, name]
        .map((each) => `${PLUGIN_ID}.connections.option.${each}.${what}`)
        .find((each) => Object.hasOwn(messages, each));

      return id && formatMessage({ id });
    };

    return {
      labelOf: ({ name }) => textOf(name, 'label') ?? humanized(name),
      hintOf: ({ name, description }) => textOf(name, 'hint') ?? description,
      valueOf: ({ name }, value) => textOf(name, `value.${value}`) ?? value,
    };
  }, [formatMessage, messages, strategy]);
};
