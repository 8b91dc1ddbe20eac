import * as React from 'react';
import { type PrimitiveType, useIntl } from 'react-intl';

import { PLUGIN_ID } from '../../../shared/constants';
import { isolate } from '../utils/bidi';
import { getTranslation, type TranslationKey } from '../utils/translations';

export type Values = Record<string, PrimitiveType>;

export interface Translate {
  (id: TranslationKey, values?: Values): string;
  /** Whether there is such a text. The server may have new codes, and the texts of errors may not be loaded yet. */
  has: (id: string) => boolean;
}

/** Names, email addresses and other texts among the values are isolated from the direction of the message. */
export const isolateValues = (values: Values, locale: string): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolate(value, locale) : value,
    ])
  );

/** Names and dates in a message keep their direction. */
export const useTranslate = (): Translate => {
  const { formatMessage, locale, messages } = useIntl();

  return React.useMemo(
    () =>
      Object.assign(
        (id: TranslationKey, values?: Values) =>
          formatMessage({ id: getTranslation(id) }, values && isolateValues(values, locale)),
        { has: (id: string) => Object.hasOwn(messages, `${PLUGIN_ID}.${id}`) }
      ),
    [formatMessage, locale, messages]
  );
};
