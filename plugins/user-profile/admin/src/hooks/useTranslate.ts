import * as React from 'react';
import { type PrimitiveType, useIntl } from 'react-intl';

import { getTranslation, type TranslationKey } from '../utils/translations';

export type Translate = (id: TranslationKey, values?: Record<string, PrimitiveType>) => string;

export const useTranslate = (): Translate => {
  const { formatMessage } = useIntl();

  return React.useCallback(
    (id, values) => formatMessage({ id: getTranslation(id) }, values),
    [formatMessage]
  );
};
