import { z } from '@strapi/utils';

import { MAX_BULK_USERS } from '../constants';
import { MAX_LENGTHS, MAX_PASSWORD_BYTES } from '../user-fields';
import { plainText } from './common';
import { jsonObject } from './json';
import { profile } from './profile';
import { component } from './schema';
import type { ChangedUserResponse } from './users';

/** RFC 5321: at most 254 characters in all. Lower case, as Users & Permissions stores it. */
export const emailAddress = z
  .email('must be an email address')
  .max(MAX_LENGTHS.email)
  .toLowerCase();

/** The rules of the connection come on top of this one. */
export const newPassword = z
  .string()
  .min(1)
  .refine(
    (value) => new TextEncoder().encode(value).length <= MAX_PASSWORD_BYTES,
    `must be at most ${MAX_PASSWORD_BYTES} bytes`
  )
  .describe(`At most ${MAX_PASSWORD_BYTES} bytes; the rules of the connection come on top.`);

const pictureUrl = z
  .url({ protocol: /^https?$/, message: 'must be an http or https address' })
  .max(MAX_LENGTHS.picture);

const nameAttributes = {
  name: plainText(MAX_LENGTHS.name),
  given_name: plainText(MAX_LENGTHS.given_name),
  family_name: plainText(MAX_LENGTHS.family_name),
  nickname: plainText(MAX_LENGTHS.nickname),
  picture: pictureUrl,
};

/** What a new user is made of, whether an admin, the API or the person makes it. */
export const newUserAttributes = {
  email: emailAddress,
  password: newPassword,
  username: plainText(MAX_LENGTHS.username).optional(),
  ...z.object(nameAttributes).partial().shape,
};

/** POST /users: makes the user in a connection that can create users. */
export const createUserBody = z.strictObject({
  data: z.strictObject({
    connection: z.string().min(1).max(128),
    ...newUserAttributes,
    email_verified: z.boolean().default(false),
    user_metadata: jsonObject.optional(),
  }),
});

export declare namespace CreateUser {
  export interface Request {
    body: z.input<typeof createUserBody>;
  }
  export type Response = ChangedUserResponse;
}

/**
 * PUT /users/:id: attributes that are sent replace, `null` goes back to what the source says, and
 * `user_metadata` is merged one level deep.
 */
export const updateUserBody = z.strictObject({
  data: z.strictObject({
    name: nameAttributes.name.nullable().optional(),
    given_name: nameAttributes.given_name.nullable().optional(),
    family_name: nameAttributes.family_name.nullable().optional(),
    nickname: nameAttributes.nickname.nullable().optional(),
    picture: nameAttributes.picture.nullable().optional(),
    phone_number: z
      .string()
      .regex(/^\+[0-9]{1,15}$/, 'must be in the form +15551234567 (E.164)')
      .nullable()
      .optional(),
    email: emailAddress.optional(),
    email_verified: z.boolean().optional(),
    user_metadata: jsonObject.optional(),
  }),
  /** The revision that the change starts from; 409 where it is not the stored one any more. */
  revision: z.number().int().positive().optional(),
  /** `replace` stores `user_metadata` as it is sent, as the editor in the panel does. */
  metadata: z.enum(['merge', 'replace']).default('merge'),
});

export declare namespace UpdateUser {
  export interface Request {
    params: { id: string };
    body: z.input<typeof updateUserBody>;
  }
  export type Response = ChangedUserResponse;
}

/** POST /users/:id/block and /users/:id/unblock */
export declare namespace BlockUser {
  export interface Request {
    params: { id: string };
  }
  export type Response = ChangedUserResponse;
}

/** PUT /users/:id/password */
export const setPasswordBody = z.strictObject({
  data: z.strictObject({ password: newPassword, end_sessions: z.boolean().default(true) }),
});

export declare namespace SetPassword {
  export interface Request {
    params: { id: string };
    body: z.input<typeof setPasswordBody>;
  }
  export type Response = ChangedUserResponse;
}

export const sendEmailResponse = component(
  'SentEmail',
  z.object({
    data: z.object({ email: z.string().describe('Where the mail went.') }),
  })
);

/** POST /users/:id/verification-email and /users/:id/password-reset */
export declare namespace SendEmail {
  export interface Request {
    params: { id: string };
  }
  export type Response = z.output<typeof sendEmailResponse>;
}

export const liftLoginBlocksResponse = z.object({
  data: z.object({ lifted: z.number().int() }),
});

/** DELETE /users/:id/login-blocks: lets the user's identifiers be tried again from every address. */
export declare namespace LiftLoginBlocks {
  export interface Request {
    params: { id: string };
  }
  export type Response = z.output<typeof liftLoginBlocksResponse>;
}

/** What becomes of the log of a deleted user: `erase` leaves rows without personal data. */
export const historyFate = z.enum(['keep', 'erase']);

/** DELETE /users/:id?history=keep|erase */
export const deleteUserQuery = z.strictObject({ history: historyFate.default('keep') });

export const deleteUserResponse = z.object({
  data: profile.pick({ documentId: true, user_id: true }),
});

export declare namespace DeleteUser {
  export interface Request {
    params: { id: string };
    query: z.input<typeof deleteUserQuery>;
  }
  export type Response = z.output<typeof deleteUserResponse>;
}

/** Names work that takes its time. */
export const operationId = z.uuid();

/** POST /users/bulk: one action on many users, with a result for each. */
export const bulkUsersBody = z.strictObject({
  data: z.strictObject({
    action: z.enum(['block', 'unblock', 'delete']),
    ids: z
      .array(z.string().min(1).max(512))
      .min(1)
      .max(MAX_BULK_USERS, `takes at most ${MAX_BULK_USERS} users at once`),
    history: historyFate.default('keep'),
    /** Chosen by the caller, to ask for the progress while it runs. */
    operation: operationId.optional(),
  }),
});

export interface BulkResult {
  id: string;
  ok: boolean;
  /** Why it was not done. */
  error?: string;
}

export declare namespace BulkUsers {
  export interface Request {
    body: z.input<typeof bulkUsersBody>;
  }
  export interface Response {
    data: BulkResult[];
  }
}

/** GET /users/bulk/:operation */
export declare namespace FindBulkProgress {
  export interface Request {
    params: { operation: string };
  }
  export interface Response {
    data: { done: number; total: number };
  }
}
