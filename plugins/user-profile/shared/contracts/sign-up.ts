import { z } from '@strapi/utils';

import { secretCode } from '../typed-text';
import { withMaxEntries } from './common';
import { connectionName } from './connections';
import { deviceId } from './login';
import { emailAddress, newPassword, newUserAttributes } from './user-writes';

const MAX_METADATA_FIELDS = 10;

/**
 * Small, since anonymous clients set it. The limits are Auth0's:
 * https://auth0.com/docs/manage-users/user-accounts/metadata
 */
const publicMetadata = withMaxEntries(
  z.record(z.string().min(1).max(100), z.string().max(500)),
  MAX_METADATA_FIELDS,
  `must have at most ${MAX_METADATA_FIELDS} fields`
).describe(`At most ${MAX_METADATA_FIELDS} text fields of at most 500 characters each.`);

/** POST /signup. The response is that of `POST /login`. */
export const signUpBody = z.strictObject({
  connection: connectionName,
  ...newUserAttributes,
  user_metadata: publicMetadata.optional(),
  deviceId,
});

export type SignUpBody = z.output<typeof signUpBody>;

/** POST /password-reset */
export const requestPasswordResetBody = z.strictObject({
  connection: connectionName,
  email: emailAddress,
});

/** The same for every email address. It must not reveal who has an account. */
export const requestPasswordResetResponse = z.object({ data: z.object({ sent: z.literal(true) }) });

/** POST /invitations/accept, with the token from the email. */
export const acceptInvitationBody = z.strictObject({
  token: z.string().overwrite(secretCode).min(1).max(512),
  password: newPassword,
});

export const acceptInvitationResponse = z.object({
  data: z.object({
    accepted: z.literal(true),
    connection: z.string().describe('The connection to log in with.'),
    email: z.string(),
  }),
});

/** POST /password-reset/confirm, with the code from the email. */
export const confirmPasswordResetBody = z.strictObject({
  code: z.string().overwrite(secretCode).min(1).max(512),
  password: newPassword,
});

export const confirmPasswordResetResponse = z.object({
  data: z.object({ reset: z.literal(true) }),
});
