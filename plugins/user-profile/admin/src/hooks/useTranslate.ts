import * as React from 'react';
import { type PrimitiveType, useIntl } from 'react-intl';

import { isolate } from '../utils/bidi';
import { getTranslation, type TranslationKey } from '../utils/translations';

export type Values = Record<string, PrimitiveType>;

export type Translate = (id: TranslationKey, values?: Values) => string;

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
  const { formatMessage, locale } = useIntl();

  return React.useCallback(
    (id, values) =>
      formatMessage({ id: getTranslation(id) }, values && isolateValues(values, locale)),
    [formatMessage, locale]
  );
};
