import * as React from 'react';
import { type PrimitiveType, useIntl } from 'react-intl';

import { isolated } from '../utils/bidi';
import { getTranslation, type TranslationKey } from '../utils/translations';

export type Translate = (id: TranslationKey, values?: Record<string, PrimitiveType>) => string;

/** Names and dates in a message keep their direction. */
export const useTranslate = (): Translate => {
  const { formatMessage, locale } = useIntl();

  return React.useCallback(
    (id, values = {}) =>
      formatMessage(
        { id: getTranslation(id) },
        Object.fromEntries(
          Object.entries(values).map(([name, value]) => [
            name,
            typeof value === 'string' ? isolated(value, locale) : value,
          ])
        )
      ),
    [formatMessage, locale]
  );
};
