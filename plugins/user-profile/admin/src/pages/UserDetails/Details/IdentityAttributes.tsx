import * as React from 'react';

import { Badge, Box, Flex, Typography } from '@strapi/design-system';

import type { Profile, ProfileIdentity } from '../../../../../shared/contracts/users';
import { CopyButton } from '../../../components/CopyButton/CopyButton';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { Section } from '../../../components/Section/Section';
import { useTranslate } from '../../../hooks/useTranslate';
import { useConnectionLabel } from '../useConnectionLabel';

import { type Attribute, attributesOf } from './attributes';

interface IdentityProps {
  identity: ProfileIdentity;
  isPrimary: boolean;
}

const Identity = ({ identity, isPrimary }: IdentityProps) => {
  const t = useTranslate();
  const connectionLabel = useConnectionLabel();

  const columns = React.useMemo<Column<Attribute>[]>(
    () => [
      { name: 'name', label: t('attributes.name'), cell: ({ name }) => name },
      {
        name: 'value',
        label: t('attributes.value'),
        cell: ({ text }) => (
          <Box maxWidth="64rem" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text}
          </Box>
        ),
      },
      {
        name: 'copy',
        label: t('attributes.copy'),
        cell: ({ name, text }) => (
          <CopyButton text={text} label={t('attributes.copyOf', { name })} />
        ),
      },
    ],
    [t]
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={2}>
        <Typography tag="h3" variant="omega" fontWeight="bold" textColor="neutral800">
          {connectionLabel(identity.connection)}
        </Typography>
        {isPrimary ? <Badge size="S">{t('attributes.primary')}</Badge> : null}
        {identity.isSocial ? <Badge size="S">{t('attributes.social')}</Badge> : null}
      </Flex>
      <DataTable
        columns={columns}
        rows={attributesOf(identity)}
        rowId={({ name }) => name}
        empty={null}
      />
    </Flex>
  );
};

export const IdentityAttributes = ({ user }: { user: Profile }) => {
  const t = useTranslate();

  return (
    <Section title={t('attributes.title')} description={t('attributes.description')}>
      {user.identities.length > 0 ? (
        user.identities.map((identity, index) => (
          <Identity
            key={`${identity.connection}|${identity.user_id}`}
            identity={identity}
            isPrimary={index === 0}
          />
        ))
      ) : (
        <Typography textColor="neutral600">{t('attributes.empty')}</Typography>
      )}
    </Section>
  );
};
