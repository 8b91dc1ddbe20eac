import { Flex, Status, type StatusProps, TextButton, Typography } from '@strapi/design-system';

import type { BlockTerms } from '../../../../shared/contracts/blocks';
import type { FindUser, Profile } from '../../../../shared/contracts/users';
import { useFormatDate } from '../../hooks/useFormatDate';
import { useNow } from '../../hooks/useNow';
import { type Translate, useTranslate } from '../../hooks/useTranslate';
import { invitationState } from '../../utils/invitationState';
import type { TranslationKey } from '../../utils/translations';
import type { PanelAction } from './Actions/menuGroups';

interface State {
  label: TranslationKey;
  variant: StatusProps['variant'];
  text?: string;
  /** Those that change the state, if the administrator may take them. */
  actions: readonly { action: PanelAction; label: TranslationKey }[];
}

interface StatesInput {
  user: Profile;
  meta: FindUser.Response['meta'];
  /** Undefined while loading. */
  block: BlockTerms | null | undefined;
}

interface Formatting {
  t: Translate;
  formatDate: (date: string | null | undefined) => string | undefined;
  now: Date;
}

const accountMissing = ({ meta }: StatesInput): State | null =>
  meta.account_missing ? { label: 'status.accountMissing', variant: 'danger', actions: [] } : null;

const blocked = ({ user, block }: StatesInput, { t, formatDate }: Formatting): State | null =>
  user.blocked
    ? {
        label: 'status.blocked',
        variant: 'danger',
        text: block?.until
          ? t('user.state.blockedUntil', { date: formatDate(block.until) })
          : undefined,
        actions: [
          { action: 'unblock', label: 'actions.unblock' },
          { action: 'change-block', label: 'actions.change-block' },
        ],
      }
    : null;

const lockedOut = ({ meta }: StatesInput, { t }: Formatting): State | null =>
  meta.login_blocks.length > 0
    ? {
        label: 'users.loginBlocked',
        variant: 'warning',
        text: t('user.state.lockedOut', { count: meta.login_blocks.length }),
        actions: [{ action: 'lift-login-blocks', label: 'actions.lift-login-blocks' }],
      }
    : null;

const deletionRequested = ({ meta }: StatesInput, { t, formatDate }: Formatting): State | null =>
  meta.erasure_requested_at
    ? {
        label: 'users.erasureRequested',
        variant: 'danger',
        text: t('user.state.deletionRequested', { date: formatDate(meta.erasure_requested_at) }),
        actions: [{ action: 'delete', label: 'actions.delete' }],
      }
    : null;

const invited = ({ meta }: StatesInput, { t, formatDate, now }: Formatting): State | null =>
  meta.invitation
    ? {
        label: 'status.invited',
        variant: 'secondary',
        text: t(`user.state.invited.${invitationState(meta.invitation, now)}`, {
          sent: formatDate(meta.invitation.sent_at),
          expires: formatDate(meta.invitation.expires_at),
        }),
        actions: [
          { action: 'send-invitation', label: 'user.state.invited.resend' },
          { action: 'revoke-invitation', label: 'actions.revoke-invitation' },
        ],
      }
    : null;

/** Accepting an invitation verifies the email address. */
const unverified = ({ user, meta }: StatesInput): State | null =>
  user.email && !user.email_verified && !meta.invitation
    ? {
        label: 'status.unverified',
        variant: 'warning',
        actions: [{ action: 'send-verification-email', label: 'actions.send-verification-email' }],
      }
    : null;

const STATES = [accountMissing, blocked, lockedOut, deletionRequested, invited, unverified];

interface UserStatesProps extends StatesInput {
  /** The actions that this administrator may take. */
  actions: readonly PanelAction[];
  onAction: (action: PanelAction) => void;
}

/** What is unusual about a user, each with the actions that change it. */
export const UserStates = ({ actions, onAction, ...input }: UserStatesProps) => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const now = useNow();
  const states = STATES.map((stateOf) => stateOf(input, { t, formatDate, now })).filter(
    (state): state is State => state !== null
  );

  if (states.length === 0) {
    return null;
  }

  return (
    <Flex
      tag="ul"
      aria-label={t('access.status')}
      direction="column"
      alignItems="flex-start"
      gap={2}
    >
      {states.map(({ label, variant, text, actions: possible }) => (
        <Flex key={label} tag="li" gap={3} wrap="wrap">
          <Status size="S" variant={variant}>
            <Typography tag="span" variant="omega" fontWeight="bold" textColor="neutral800">
              {t(label)}
            </Typography>
          </Status>
          {text ? (
            <Typography variant="pi" textColor="neutral600">
              {text}
            </Typography>
          ) : null}
          {possible
            .filter(({ action }) => actions.includes(action))
            .map(({ action, label: name }) => (
              <TextButton key={action} onClick={() => onAction(action)}>
                {t(name)}
              </TextButton>
            ))}
        </Flex>
      ))}
    </Flex>
  );
};
