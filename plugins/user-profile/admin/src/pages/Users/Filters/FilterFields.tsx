import { Checkbox, Flex, Grid } from '@strapi/design-system';

import { NamesField } from '../../../components/Filters/NamesField';
import { useRoleOptions } from '../../../hooks/useRoleOptions';
import { useTranslate } from '../../../hooks/useTranslate';
import { lazyPart } from '../../../utils/lazyPart';
import type { UserFilters } from '../../../utils/userFilters';
import { FlagField } from './FlagField';
import { CountRangeField, DayRangeField } from './RangeField';
import { useConnectionOptions } from './useConnectionOptions';

const AccountFieldFilters = lazyPart('account-field-filters', () =>
  import('./AccountFieldFilters').then((module) => module.AccountFieldFilters)
);

interface FilterFieldsProps {
  canReadConnections: boolean;
  filters: UserFilters;
  onChange: (changes: Partial<UserFilters>) => void;
}

export const FilterFields = ({ canReadConnections, filters, onChange }: FilterFieldsProps) => {
  const t = useTranslate();
  const { options: roles } = useRoleOptions();
  const { connections, strategies } = useConnectionOptions(filters);

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {canReadConnections ? (
        <Grid.Root gap={4}>
          <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
            <NamesField
              label={t('users.filter.connection')}
              value={filters.connection}
              options={connections}
              onChange={(connection) => onChange({ connection })}
            />
          </Grid.Item>
          <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
            <NamesField
              label={t('users.filter.strategy')}
              value={filters.strategy}
              options={strategies}
              onChange={(strategy) => onChange({ strategy })}
            />
          </Grid.Item>
        </Grid.Root>
      ) : null}
      <NamesField
        label={t('users.filter.role')}
        value={filters.role}
        options={roles}
        onChange={(role) => onChange({ role })}
      />
      <Grid.Root gap={4}>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <FlagField
            label={t('users.filter.blocked')}
            value={filters.blocked}
            onChange={(blocked) => onChange({ blocked })}
          />
        </Grid.Item>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <FlagField
            label={t('users.filter.login_blocked')}
            value={filters.login_blocked}
            onChange={(locked) => onChange({ login_blocked: locked })}
          />
        </Grid.Item>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <FlagField
            label={t('users.filter.email_verified')}
            value={filters.email_verified}
            onChange={(verified) => onChange({ email_verified: verified })}
          />
        </Grid.Item>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <FlagField
            label={t('users.filter.erasure_requested')}
            value={filters.erasure_requested}
            onChange={(requested) => onChange({ erasure_requested: requested })}
          />
        </Grid.Item>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <FlagField
            label={t('users.filter.account_missing')}
            value={filters.account_missing}
            onChange={(missing) => onChange({ account_missing: missing })}
          />
        </Grid.Item>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <FlagField
            label={t('users.filter.invited')}
            value={filters.invited}
            onChange={(invited) => onChange({ invited })}
          />
        </Grid.Item>
      </Grid.Root>
      <DayRangeField
        label={t('users.filter.last_login')}
        value={filters.last_login}
        disabled={filters.last_login.never}
        onChange={(range) => onChange({ last_login: range })}
      />
      <Checkbox
        checked={filters.last_login.never === true}
        onCheckedChange={(checked) =>
          onChange({ last_login: checked === true ? { never: true } : {} })
        }
      >
        {t('users.filter.never')}
      </Checkbox>
      <CountRangeField
        label={t('users.filter.logins_count')}
        value={filters.logins_count}
        onChange={(range) => onChange({ logins_count: range })}
      />
      <DayRangeField
        label={t('users.filter.created_at')}
        value={filters.created_at}
        onChange={(range) => onChange({ created_at: range })}
      />
      <AccountFieldFilters
        filters={filters.account_fields}
        onChange={(fields) => onChange({ account_fields: fields })}
      />
    </Flex>
  );
};
