import * as React from 'react';
import { useIntl } from 'react-intl';

import { useConnectionLabel, useProviderLabel } from '../../../hooks/useConnectionLabel';
import { type Translate, useTranslate } from '../../../hooks/useTranslate';
import { startOfDay } from '../../../utils/days';
import type { CountRange, DayRange, FilterName, UserFilters } from '../../../utils/userFilters';

const ENDS = {
  days: { from: 'users.filter.since', to: 'users.filter.until' },
  counts: { from: 'users.filter.atLeast', to: 'users.filter.atMost' },
} as const;

const rangeText = (
  t: Translate,
  kind: keyof typeof ENDS,
  { from, to }: { from?: string; to?: string }
): string => {
  if (from !== undefined && to !== undefined) {
    return t('users.filter.between', { from, to });
  }

  return t(from === undefined ? ENDS[kind].to : ENDS[kind].from, { from, to });
};

/** The text of a filter's tag: "Latest login: from Nov 1, 2026". */
export const useFilterText = (): ((filters: UserFilters, name: FilterName) => string) => {
  const t = useTranslate();
  const { formatDate, formatList, formatNumber } = useIntl();
  const connectionLabel = useConnectionLabel();
  const providerLabel = useProviderLabel();

  return React.useCallback(
    (filters, name) => {
      const day = (value: string | undefined) =>
        value && formatDate(startOfDay(value), { dateStyle: 'medium' });
      const days = ({ from, to }: DayRange) =>
        rangeText(t, 'days', { from: day(from), to: day(to) });
      const number = (value: number | undefined) =>
        value === undefined ? undefined : formatNumber(value);
      const counts = ({ from, to }: CountRange) =>
        rangeText(t, 'counts', { from: number(from), to: number(to) });
      const yesNo = (value: boolean | undefined) => t(value ? 'common.yes' : 'common.no');

      const values: Record<FilterName, () => string> = {
        connection: () => formatList(filters.connection.map(connectionLabel)),
        strategy: () => formatList(filters.strategy.map(providerLabel)),
        blocked: () => yesNo(filters.blocked),
        email_verified: () => yesNo(filters.email_verified),
        erasure_requested: () => yesNo(filters.erasure_requested),
        account_missing: () => yesNo(filters.account_missing),
        invited: () => yesNo(filters.invited),
        last_login: () => (filters.last_login.never ? t('common.never') : days(filters.last_login)),
        logins_count: () => counts(filters.logins_count),
        created_at: () => days(filters.created_at),
      };

      return t('users.filter.tag', { name: t(`users.filter.${name}`), value: values[name]() });
    },
    [connectionLabel, formatDate, formatList, formatNumber, providerLabel, t]
  );
};
