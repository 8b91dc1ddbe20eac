import { Button, Flex, Typography } from '@strapi/design-system';

import { Note } from '../../../components/Note';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useNow } from '../../../hooks/useNow';
import { useTranslate } from '../../../hooks/useTranslate';
import { invitationState } from '../../../utils/invitationState';
import { useUserDetails } from '../useUser';

/** Shown if the user has not accepted an invitation yet, with buttons to send it again and to revoke it. */
export const InvitationNote = () => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const now = useNow();
  const { meta, actions, openAction } = useUserDetails();
  const { invitation } = meta;

  if (!invitation) {
    return null;
  }

  const state = invitationState(invitation, now);

  return (
    <Note
      tone={state === 'pending' ? 'info' : 'warning'}
      action={
        <Flex gap={2} wrap="wrap">
          {actions.includes('send-invitation') ? (
            <Button variant="secondary" size="S" onClick={() => openAction('send-invitation')}>
              {t('details.invitation.resend')}
            </Button>
          ) : null}
          {actions.includes('revoke-invitation') ? (
            <Button variant="tertiary" size="S" onClick={() => openAction('revoke-invitation')}>
              {t('details.invitation.revoke')}
            </Button>
          ) : null}
        </Flex>
      }
    >
      <Typography tag="h2" variant="omega" fontWeight="bold">
        {t('details.invitation.title')}
      </Typography>
      <p>
        {t(`details.invitation.${state}`, {
          sent: formatDate(invitation.sent_at),
          expires: formatDate(invitation.expires_at),
        })}
      </p>
    </Note>
  );
};
