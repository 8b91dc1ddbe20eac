import { Box, Flex, Status, TextButton, Typography } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import * as React from 'react';

import type { UserOverview } from '../../../../../shared/contracts/user-overview';
import type { FindUser, Profile } from '../../../../../shared/contracts/users';
import { Fact, Facts } from '../../../components/Facts';
import { PartSkeleton } from '../../../components/PartSkeleton';
import { RelativeTime } from '../../../components/RelativeTime';
import { ErrorState } from '../../../components/States';
import { useLimited } from '../../../hooks/useLimited';
import { useTranslate } from '../../../hooks/useTranslate';
import type { ApiError } from '../../../utils/errors';
import { useUserDetails } from '../useUser';
import { RolePermissions } from './RolePermissions';

interface AccessRightsProps {
  user: Profile;
  overview: UserOverview | undefined;
  error: ApiError | undefined;
  onRetry: () => void;
}

/** Whether a confirmation is known to be missing. The account of the primary identity is the first. */
const isUnconfirmed = (overview: UserOverview | undefined): boolean =>
  overview?.accounts[0]?.confirmed === false;

const stateOf = (
  user: Profile,
  overview: UserOverview | undefined,
  { account_missing: isAccountMissing, invitation }: FindUser.Response['meta']
) => {
  if (isAccountMissing) {
    return {
      label: 'status.accountMissing',
      hint: 'access.accountMissing',
      variant: 'danger',
    } as const;
  }

  if (user.blocked) {
    return { label: 'status.blocked', hint: 'access.blocked', variant: 'danger' } as const;
  }

  if (overview?.connection_enabled === false) {
    return {
      label: 'status.noConnection',
      hint: 'access.noConnection',
      variant: 'danger',
    } as const;
  }

  if (invitation) {
    return { label: 'status.invited', hint: 'access.invited', variant: 'secondary' } as const;
  }

  if (user.email && !user.email_verified) {
    return {
      label: 'status.unverified',
      hint: isUnconfirmed(overview) ? 'access.unconfirmed' : 'access.unverified',
      variant: 'warning',
    } as const;
  }

  // Whether the user can log in is not known before the overview, whose hint needs its room.
  const hint = overview ? 'access.active' : undefined;

  return { label: 'status.active', hint, variant: 'success' } as const;
};

const State = ({ user, overview }: Pick<AccessRightsProps, 'user' | 'overview'>) => {
  const t = useTranslate();
  const { meta } = useUserDetails();
  const { label, hint, variant } = stateOf(user, overview, meta);

  return (
    <Flex direction="column" alignItems="flex-start" gap={1} paddingTop={1}>
      <Status size="S" variant={variant}>
        <Typography tag="span" variant="omega" fontWeight="bold" textColor="neutral800">
          {t(label)}
        </Typography>
      </Status>
      <Typography variant="pi" textColor="neutral600">
        {hint ? t(hint) : '\u00a0'}
      </Typography>
    </Flex>
  );
};

const Role = ({ user }: Pick<AccessRightsProps, 'user'>) => {
  const t = useTranslate();
  const { actions, openAction } = useUserDetails();

  return (
    <Flex gap={2} wrap="wrap">
      <span>{user.role?.name ?? t('common.none')}</span>
      {actions.includes('assign-role') ? (
        <TextButton startIcon={<Pencil />} onClick={() => openAction('assign-role')}>
          {t('actions.assign-role')}
        </TextButton>
      ) : null}
    </Flex>
  );
};

const Applications = ({ applications }: Pick<UserOverview, 'applications'>) => {
  const t = useTranslate();
  const { shown, showAll } = useLimited(applications, 5);

  if (applications.length === 0) {
    return <>{t('access.noApplications')}</>;
  }

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex tag="ul" direction="column" alignItems="flex-start" gap={1}>
        {shown.map(({ client_id: clientId, name, last_seen: lastSeen }) => (
          <li key={clientId ?? name}>
            {name}{' '}
            <Typography variant="pi" textColor="neutral600">
              <RelativeTime date={lastSeen} />
            </Typography>
          </li>
        ))}
      </Flex>
      {showAll}
    </Flex>
  );
};

export const AccessRights = ({ user, overview, error, onRetry }: AccessRightsProps) => {
  const t = useTranslate();
  const id = React.useId();

  return (
    <Flex
      tag="section"
      aria-labelledby={id}
      direction="column"
      alignItems="stretch"
      gap={5}
      paddingTop={5}
      borderStyle="solid"
      borderWidth="1px 0 0"
      borderColor="neutral150"
    >
      <Typography id={id} tag="h3" variant="omega" fontWeight="bold" textColor="neutral800">
        {t('access.title')}
      </Typography>
      {error ? (
        <ErrorState error={error} onRetry={onRetry} />
      ) : (
        <>
          <Facts>
            <Fact label={t('access.status')}>
              <State user={user} overview={overview} />
            </Fact>
            {overview?.accounts.length === 0 ? null : (
              <Fact label={t('role.label')}>
                <Role user={user} />
              </Fact>
            )}
            {overview ? (
              <Fact label={t('access.applications')}>
                <Applications applications={overview.applications} />
              </Fact>
            ) : null}
          </Facts>
          {overview ? (
            <Box>
              <Typography tag="h4" variant="sigma" textColor="neutral600">
                {t('access.roles')}
              </Typography>
              <RolePermissions accounts={overview.accounts} />
            </Box>
          ) : (
            <PartSkeleton heights={['10rem']} />
          )}
        </>
      )}
    </Flex>
  );
};
