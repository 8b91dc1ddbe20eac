import { randomInt } from 'node:crypto';

import type { UpdatedUserResponse } from '../../plugins/user-profile/shared/contracts/users';
import { callAdmin } from './admin-api';
import type { AnyBody, ApiResponse } from './http';
import type { Mail, MailServer } from './mail';
import { PASSWORD } from './passwords';
import type { TestStrapi } from './strapi';
import { newEmail, userPath } from './users';

export const INVITATION_PAGE = 'https://app.example.test/welcome?from=mail';

/** The environment of a site that sends invitations. */
export const invitationEnv = (
  mailbox: MailServer,
  config: Record<string, unknown> = {}
): Record<string, string> => ({
  ...mailbox.env,
  USER_PROFILE_CONFIG: JSON.stringify({ invitations: { url: INVITATION_PAGE }, ...config }),
});

/** Has an admin invite a new user, whatever comes of it. */
export const postInvited = (
  app: TestStrapi,
  connection: string,
  user: Record<string, unknown> = {}
): Promise<ApiResponse<AnyBody>> =>
  callAdmin(app, 'POST', '/users', {
    data: { connection, email: newEmail('invited'), invite: true, ...user },
  });

export const linkIn = ({ text }: Mail): URL => new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? '');

export const tokenIn = (mail: Mail): string => linkIn(mail).searchParams.get('token') ?? '';

export interface InvitedUser {
  documentId: string;
  email: string;
  token: string;
}

/** Invites a new user and reads the token in the email. */
export const createInvitedUser = async (
  app: TestStrapi,
  mailbox: MailServer,
  connection = 'local'
): Promise<InvitedUser> => {
  const email = newEmail('invited');
  const { status, body } = await postInvited(app, connection, { email });
  if (status !== 201) {
    throw new Error(`invite: ${status} ${JSON.stringify(body)}`);
  }
  const { documentId } = (body as UpdatedUserResponse).data;
  return { documentId, email, token: tokenIn(await mailbox.waitFor(email)) };
};

/** An IP address that no other call uses: their number is limited. */
const newIp = (): string => `198.18.${randomInt(256)}.${randomInt(256)}`;

export const accept = (
  app: Pick<TestStrapi, 'request'>,
  token: unknown,
  password: unknown = PASSWORD,
  ip = newIp()
): Promise<ApiResponse<AnyBody>> =>
  app.request('POST', '/api/user-profile/invitations/accept', {
    body: { token, password },
    headers: { 'X-Forwarded-For': ip },
  });

export const sendInvitation = (app: TestStrapi, id: string): Promise<ApiResponse<AnyBody>> =>
  callAdmin(app, 'POST', userPath(id, '/invitation'));

export const revokeInvitation = (app: TestStrapi, id: string): Promise<ApiResponse<AnyBody>> =>
  callAdmin(app, 'DELETE', userPath(id, '/invitation'));

/** The response to every token that cannot be used. */
export const INVALID_INVITATION = {
  status: 400,
  body: {
    error: {
      name: 'ValidationError',
      message: 'The invitation is invalid, already used, revoked or expired',
      details: { errors: [{ path: ['token'] }] },
    },
  },
};
