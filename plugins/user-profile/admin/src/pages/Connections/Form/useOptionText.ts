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
  /** The label of a choice, or of a name in a group. */
  valueOf: (field: OptionField, value: string) => string;
}

/**
 * Labels and hints of a strategy's options: the translations of the strategy, then those shared by all
 * strategies, then the description in the schema.
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
