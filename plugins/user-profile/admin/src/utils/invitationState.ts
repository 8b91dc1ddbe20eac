import type { Invitation } from '../../../shared/contracts/users';

export type InvitationState = 'pending' | 'expired' | 'notSent';

export const invitationState = (
  { sent_at: sentAt, expires_at: expiresAt }: Invitation,
  now: Date
): InvitationState => {
  if (new Date(expiresAt) <= now) {
    return 'expired';
  }

  return sentAt === null ? 'notSent' : 'pending';
};
