import * as React from 'react';
import { useIntl } from 'react-intl';

import { useConnectionLabel, useProviderLabel } from '../../../hooks/useConnectionLabel';
import { useRoleOptions } from '../../../hooks/useRoleOptions';
import { type Translate, useTranslate } from '../../../hooks/useTranslate';
import { startOfDay } from '../../../utils/days';
import type { DayRange } from '../../../utils/urlValues';
import {
  type CountRange,
  fieldOfFilter,
  type FilterName,
  type ProfileFilterName,
  type UserFilters,
} from '../../../utils/userFilters';

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
  const { options: roles, isLoading, error } = useRoleOptions();

  return React.useCallback(
    (filters, name) => {
      const day = (value: string | undefined) =>
        value && formatDate(startOfDay(value), { dateStyle: 'medium' });
      const days = ({ from, to }: DayRange) =>
        rangeText(t, 'days', { from: day(from), to: day(to) });
      const number = (value: number | undefined) =>
        value === undefined ? undefined : formatNumber(value);
      // A big integer may have more digits than a number can hold.
      const fieldNumber = (value: string | undefined) =>
        value === undefined || Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER
          ? value
          : formatNumber(Number(value), { maximumFractionDigits: 20 });
      const counts = ({ from, to }: CountRange) =>
        rangeText(t, 'counts', { from: number(from), to: number(to) });
      // A role counts as deleted only if the others are known.
      const unknownRole = (role: string) => (error ? role : t('role.deleted'));
      const roleLabel = (role: string) =>
        roles.find(({ value }) => value === role)?.label ?? (isLoading ? '…' : unknownRole(role));
      const yesNo = (value: boolean | undefined) => t(value ? 'common.yes' : 'common.no');

      const field = fieldOfFilter(name);

      if (field !== undefined) {
        const { kind, text, values: chosen = [], flag, from, to } = filters.account_fields[field];
        const texts = {
          text: () => text ?? '',
          values: () => formatList(chosen),
          flag: () => yesNo(flag),
          number: () => rangeText(t, 'counts', { from: fieldNumber(from), to: fieldNumber(to) }),
          day: () => days({ from, to }),
          instant: () => days({ from, to }),
        };

        return t('users.filter.tag', { name: field, value: texts[kind]() });
      }

      const values: Record<ProfileFilterName, () => string> = {
        connection: () => formatList(filters.connection.map(connectionLabel)),
        role: () => formatList(filters.role.map(roleLabel)),
        strategy: () => formatList(filters.strategy.map(providerLabel)),
        blocked: () => yesNo(filters.blocked),
        login_blocked: () => yesNo(filters.login_blocked),
        email_verified: () => yesNo(filters.email_verified),
        erasure_requested: () => yesNo(filters.erasure_requested),
        account_missing: () => yesNo(filters.account_missing),
        invited: () => yesNo(filters.invited),
        last_login: () => (filters.last_login.never ? t('common.never') : days(filters.last_login)),
        logins_count: () => counts(filters.logins_count),
        created_at: () => days(filters.created_at),
      };

      const known = name as ProfileFilterName;

      return t('users.filter.tag', { name: t(`users.filter.${known}`), value: values[known]() });
    },
    [
      connectionLabel,
      error,
      formatDate,
      formatList,
      formatNumber,
      isLoading,
      providerLabel,
      roles,
      t,
    ]
  );
};
