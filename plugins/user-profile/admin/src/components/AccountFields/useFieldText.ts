import * as React from 'react';
import { useIntl } from 'react-intl';

import type { AccountField } from '../../../../shared/contracts/account-fields';
import type { JsonValue } from '../../../../shared/contracts/json';
import { useFormatDate } from '../../hooks/useFormatDate';
import { useTranslate } from '../../hooks/useTranslate';

export const NO_VALUE = '–';

const countIn = (value: object): unknown => ('count' in value ? value.count : undefined);

/** The value of an account field as one text. */
export const useFieldText = (): ((field: AccountField, value: JsonValue) => string) => {
  const t = useTranslate();
  const { formatDate: formatDay } = useIntl();
  const formatDate = useFormatDate();

  return React.useCallback(
    ({ type }, value) => {
      if (value === null || value === '') {
        return NO_VALUE;
      }

      if (typeof value === 'boolean') {
        return t(value ? 'common.yes' : 'common.no');
      }

      if (typeof value === 'object') {
        return type === 'relation' || type === 'media'
          ? t('fields.entries', { count: Number(countIn(value)) })
          : JSON.stringify(value);
      }

      const text = String(value);

      if (type === 'date') {
        return formatDay(text, { dateStyle: 'medium', timeZone: 'UTC' });
      }

      if (type === 'datetime' || type === 'timestamp') {
        return formatDate(text) ?? text;
      }

      return type === 'time' ? text.replace(/\.0+$/, '') : text;
    },
    [formatDate, formatDay, t]
  );
};
