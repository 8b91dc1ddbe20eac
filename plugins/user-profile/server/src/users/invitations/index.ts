import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { DAY_MS } from '../../../../shared/durations';
import type { EventOperation } from '../../../../shared/event-details';
import { getConfig } from '../../config/get';
import { NO_INVITATION } from '../../model/accounts/invitations';
import { refOf, type ProfileRef } from '../../model/accounts/look-up';
import { loadUser, type UserContext } from '../../model/users/load-user';
import { requireAction } from '../../model/users/user-actions';
import { inTransaction, table } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { createAcceptance, invitationMark } from './accept';
import { sendInvitationMail } from './mail';

declare module '../../utils/service' {
  interface Services {
    invitations: ReturnType<typeof createInvitations>;
  }
}

/** An invitation that is stored, and whose email has not been sent. */
export interface IssuedInvitation {
  profile: ProfileRef;
  email: string;
  connection: string;
  token: string;
  expiresAt: Date;
  operation: Extract<EventOperation, 'send-invitation' | 'resend-invitation'>;
}

/** Invitations: users who were created without a password, and set it with a token from an email. */
export const createInvitations = ({ strapi }: { strapi: Core.Strapi }) => {
  const oneTimeTokens = () => getService(strapi, 'one-time-tokens');

  const voidToken = async ({ row }: UserContext): Promise<void> => {
    if (row.invitation_key) {
      await oneTimeTokens().discard(row.invitation_key);
    }
  };

  /** Stores a new invitation, which voids the previous one. Commit before sending the email. */
  const issue = async (trx: Knex.Transaction, target: UserContext): Promise<IssuedInvitation> => {
    requireAction(target, 'send-invitation');
    const { row, connection } = target;
    const email = target.account?.email ?? '';
    const ttlMs = getConfig(strapi).invitations.validDays * DAY_MS;
    const expiresAt = new Date(Date.now() + ttlMs);
    const token = oneTimeTokens().newSecret();
    await voidToken(target);
    // No email address: the row stays until it expires, even if the user is erased.
    const data = { profile: row.document_id, mark: invitationMark(token, email) };
    await oneTimeTokens().issue('invitation', data, ttlMs, token);
    await table(strapi, trx, UIDS.user)
      .where({ id: row.id })
      .update({
        invitation_expires_at: expiresAt,
        invitation_sent_at: null,
        invitation_key: oneTimeTokens().keyOf('invitation', token),
        invitation_revoked_at: null,
      });
    return {
      profile: refOf(row, null),
      email,
      connection: connection.name,
      token,
      expiresAt,
      operation: row.invitation_expires_at ? 'resend-invitation' : 'send-invitation',
    };
  };

  /** @throws ApplicationError if sending fails: the invitation stays, and can be sent again */
  const deliver = async (issued: IssuedInvitation): Promise<void> => {
    const { profile, email, connection, token, expiresAt, operation } = issued;
    const audit = getService(strapi, 'audit');
    try {
      const name = profile.name ?? email;
      await sendInvitationMail(strapi, { to: email, connection, name, token, expiresAt });
    } catch (error) {
      await audit.record('fn', profile, { operation, reason: 'mail_failed' });
      throw error;
    }
    await inTransaction(strapi, (trx) =>
      table(strapi, trx, UIDS.user)
        .where({ id: profile.id, invitation_key: oneTimeTokens().keyOf('invitation', token) })
        .update({ invitation_sent_at: new Date() })
    );
    await audit.record('sapi', profile, { operation, expires_at: expiresAt.toISOString() });
  };

  return {
    /** Stores the invitation of a user who was just created, in the same transaction. */
    issueFor: async (trx: Knex.Transaction, id: string): Promise<IssuedInvitation> =>
      issue(trx, await loadUser(strapi, id)),

    deliver,

    /**
     * Invites a user who has no password, and voids the previous invitation.
     *
     * @param id a `documentId` or a `user_id`
     * @throws ApplicationError if the user cannot be invited, or if the email could not be sent
     */
    async send(id: string): Promise<void> {
      const issued = await inTransaction(strapi, async (trx) =>
        issue(trx, await loadUser(strapi, id))
      );
      await deliver(issued);
    },

    /**
     * Voids the invitation of a user. Until the next one, the user cannot request a password reset.
     *
     * @throws ApplicationError if the user is not invited
     */
    revoke: (id: string): Promise<void> =>
      inTransaction(strapi, async (trx) => {
        const target = await loadUser(strapi, id);
        requireAction(target, 'revoke-invitation');
        const { row, account, profile } = target;
        await voidToken(target);
        await table(strapi, trx, UIDS.user)
          .where({ id: row.id })
          .update({ ...NO_INVITATION, invitation_revoked_at: new Date() });
        if (account) {
          // Links that were sent earlier would set a password, or log in without one.
          await strapi
            .plugin('users-permissions')
            .service('user')
            .edit(account.id, { resetPasswordToken: null, confirmationToken: null });
        }
        await getService(strapi, 'audit').record('sapi', profile, {
          operation: 'revoke-invitation',
        });
      }),

    accept: createAcceptance(strapi),
  };
};
