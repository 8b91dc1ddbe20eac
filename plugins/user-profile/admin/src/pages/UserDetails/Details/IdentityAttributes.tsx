import { Badge, Box, Button, Flex, Typography } from '@strapi/design-system';
import { Link } from '@strapi/icons';
import * as React from 'react';

import type { Profile, ProfileIdentity } from '../../../../../shared/contracts/users';
import { CopyButton } from '../../../components/CopyButton';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { Section } from '../../../components/Section';
import { useAllowed } from '../../../hooks/useAllowed';
import { useConnectionLabel } from '../../../hooks/useConnectionLabel';
import { useFocusReturn } from '../../../hooks/useFocusReturn';
import { useTranslate } from '../../../hooks/useTranslate';
import { lazyPart } from '../../../utils/lazyPart';
import { type Attribute, attributesOf } from './attributes';
import { UnlinkDialog } from './Linking/UnlinkDialog';

const LinkDialog = lazyPart('link-user', () =>
  import('./Linking/LinkDialog').then((module) => module.LinkDialog)
);

interface IdentityProps {
  identity: ProfileIdentity;
  isPrimary: boolean;
  /** Undefined if the administrator may not unlink it, or if it is the primary identity. */
  onUnlink?: () => void;
}

const Identity = ({ identity, isPrimary, onUnlink }: IdentityProps) => {
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
        label: t('common.copy'),
        cell: ({ name, text }) => <CopyButton text={text} label={t('common.copyOf', { name })} />,
      },
    ],
    [t]
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex justifyContent="space-between" gap={4}>
        <Flex gap={2} wrap="wrap">
          <Typography tag="h3" variant="omega" fontWeight="bold" textColor="neutral800">
            {connectionLabel(identity.connection)}
          </Typography>
          {isPrimary ? <Badge size="S">{t('attributes.primary')}</Badge> : null}
          {identity.isSocial ? <Badge size="S">{t('attributes.social')}</Badge> : null}
        </Flex>
        {onUnlink ? (
          <Button
            variant="danger-light"
            size="S"
            aria-label={t('linking.unlink.label', {
              connection: connectionLabel(identity.connection),
              id: identity.user_id,
            })}
            onClick={onUnlink}
          >
            {t('linking.unlink')}
          </Button>
        ) : null}
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

/** The open dialog. */
type Opened = { dialog: 'link' } | { dialog: 'unlink'; identity: ProfileIdentity };

export const IdentityAttributes = ({ user }: { user: Profile }) => {
  const t = useTranslate();
  const { allowed } = useAllowed();
  const focus = useFocusReturn();
  const [opened, setOpened] = React.useState<Opened>();
  const mayUnlink = allowed.updateUsers && allowed.setCredentials;
  const mayLink = mayUnlink && allowed.deleteUsers;

  const open = (next: Opened) => {
    focus.remember();
    setOpened(next);
  };

  const dialogProps = {
    user,
    onClose: () => setOpened(undefined),
    onCloseAutoFocus: focus.restore,
  };

  return (
    <Section
      title={t('attributes.title')}
      description={t('attributes.description')}
      action={
        mayLink ? (
          <Button
            variant="secondary"
            size="S"
            startIcon={<Link />}
            onClick={() => open({ dialog: 'link' })}
          >
            {t('linking.open')}
          </Button>
        ) : undefined
      }
    >
      {user.identities.length > 0 ? (
        user.identities.map((identity, index) => (
          <Identity
            key={`${identity.connection}|${identity.user_id}`}
            identity={identity}
            isPrimary={index === 0}
            onUnlink={
              mayUnlink && index > 0 ? () => open({ dialog: 'unlink', identity }) : undefined
            }
          />
        ))
      ) : (
        <Typography textColor="neutral600">{t('attributes.empty')}</Typography>
      )}
      {opened?.dialog === 'link' ? <LinkDialog {...dialogProps} /> : null}
      {opened?.dialog === 'unlink' ? (
        <UnlinkDialog {...dialogProps} identity={opened.identity} />
      ) : null}
    </Section>
  );
};
