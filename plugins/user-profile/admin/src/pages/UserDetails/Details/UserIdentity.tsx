import { Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { UserOverview } from '../../../../../shared/contracts/user-overview';
import type { Profile } from '../../../../../shared/contracts/users';
import { Fact, Facts } from '../../../components/Facts';
import { Section } from '../../../components/Section';
import { ShortList } from '../../../components/ShortList';
import { UserText } from '../../../components/UserText';
import { useConnectionLabel } from '../../../hooks/useConnectionLabel';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useTranslate } from '../../../hooks/useTranslate';
import { LatestLogin } from './LatestLogin';

interface UserIdentityProps {
  user: Profile;
  overview: UserOverview | undefined;
  /** Shown below the facts. */
  children: React.ReactNode;
}

export const UserIdentity = ({ user, overview, children }: UserIdentityProps) => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const connectionLabel = useConnectionLabel();
  const [primary, ...linked] = user.identities;

  return (
    <Section title={t('details.identity')}>
      <Facts>
        <Fact label={t('details.name')}>
          <UserText>{user.name}</UserText>
        </Fact>
        {user.email ? (
          <Fact label={t('details.email')}>
            <Flex tag="span" gap={1} wrap="wrap">
              <span>{user.email}</span>
              <Typography textColor={user.email_verified ? 'success700' : 'neutral600'}>
                {user.email_verified ? t('details.verified') : t('details.notVerified')}
              </Typography>
            </Flex>
          </Fact>
        ) : null}
        {user.username ? (
          <Fact label={t('details.username')}>
            <UserText>{user.username}</UserText>
          </Fact>
        ) : null}
        {user.phone_number ? <Fact label={t('details.phone')}>{user.phone_number}</Fact> : null}
        <Fact label={t('details.signedUp')}>{formatDate(user.created_at) ?? '–'}</Fact>
        <Fact label={t('details.primaryProvider')}>
          {primary ? connectionLabel(primary.connection) : t('common.none')}
        </Fact>
        <Fact label={t('details.latestLogin')}>
          <LatestLogin
            date={overview?.last_login?.date ?? user.last_login}
            place={overview?.last_login?.place}
          />
        </Fact>
        <Fact label={t('details.accountsAssociated')}>
          <ShortList
            values={linked.map(({ connection }) => connectionLabel(connection))}
            fallback={t('common.none')}
          />
        </Fact>
        <Fact label={t('details.browser')}>{overview?.last_login?.browser ?? '–'}</Fact>
        {user.last_password_reset ? (
          <Fact label={t('details.lastPasswordReset')}>{formatDate(user.last_password_reset)}</Fact>
        ) : null}
      </Facts>
      {children}
    </Section>
  );
};
