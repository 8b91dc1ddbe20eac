import { Badge, Box, Button, Flex, Typography } from '@strapi/design-system';
import { CaretDown, Link } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import type { Profile, ProfileIdentity } from '../../../../../shared/contracts/users';
import { CopyButton } from '../../../components/CopyButton';
import { type Column, DataTable } from '../../../components/DataTable/DataTable';
import { Section } from '../../../components/Section';
import { useAllowed } from '../../../hooks/useAllowed';
import { useConnectionLabel } from '../../../hooks/useConnectionLabel';
import { useFocusReturn } from '../../../hooks/useFocusReturn';
import { useLimited } from '../../../hooks/useLimited';
import { useTranslate } from '../../../hooks/useTranslate';
import { lazyPart } from '../../../utils/lazyPart';
import { type Attribute, attributesOf } from './attributes';
import { UnlinkDialog } from './Linking/UnlinkDialog';

const LinkDialog = lazyPart('link-user', () =>
  import('./Linking/LinkDialog').then((module) => module.LinkDialog)
);
/** Linked identities shown before "Show all". */
const SHOWN_IDENTITIES = 10;

const Toggle = styled.button`
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  align-items: center;
  min-height: 2.4rem;
  padding: 0;
  border: 0;
  background: transparent;
  color: inherit;
  font: inherit;
  text-align: start;
  overflow-wrap: anywhere;
  cursor: pointer;

  svg {
    flex-shrink: 0;
    width: 1.2rem;
    fill: ${({ theme }) => theme.colors.neutral600};
  }

  &[aria-expanded='false'] svg {
    transform: rotate(-90deg);
  }

  [dir='rtl'] &[aria-expanded='false'] svg {
    transform: rotate(90deg);
  }
`;

interface IdentityProps {
  identity: ProfileIdentity;
  isPrimary: boolean;
  /** Undefined if the administrator may not unlink it, or if it is the primary identity. */
  onUnlink?: () => void;
}

const Identity = ({ identity, isPrimary, onUnlink }: IdentityProps) => {
  const t = useTranslate();
  const id = React.useId();
  const connectionLabel = useConnectionLabel();
  const [isOpen, setIsOpen] = React.useState(isPrimary);

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
            <Toggle
              type="button"
              aria-expanded={isOpen}
              aria-controls={id}
              onClick={() => setIsOpen((open) => !open)}
            >
              <CaretDown aria-hidden />
              {connectionLabel(identity.connection)}
            </Toggle>
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
      <Box id={id}>
        {isOpen ? (
          <DataTable
            columns={columns}
            rows={attributesOf(identity)}
            rowId={({ name }) => name}
            empty={null}
          />
        ) : null}
      </Box>
    </Flex>
  );
};

/** The open dialog. */
type Opened = { dialog: 'link' } | { dialog: 'unlink'; identity: ProfileIdentity };

export const IdentityAttributes = ({ user }: { user: Profile }) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const focus = useFocusReturn();
  const [opened, setOpened] = React.useState<Opened>();
  const { shown, showAll } = useLimited(user.identities, SHOWN_IDENTITIES);
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
        shown.map((identity, index) => (
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
      {showAll}
      {opened?.dialog === 'link' ? <LinkDialog {...dialogProps} /> : null}
      {opened?.dialog === 'unlink' ? (
        <UnlinkDialog {...dialogProps} identity={opened.identity} />
      ) : null}
    </Section>
  );
};
