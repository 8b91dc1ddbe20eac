import { z } from '@strapi/utils';

import { canonicalEmail } from '../email';
import { inputRule, schemaRule } from '../error-texts';
import { canonicalPhone, PHONE_NUMBER } from '../phone';
import { MAX_LENGTHS, MAX_PASSWORD_BYTES } from '../user-fields';
import { accountFields } from './account-fields';
import { nameText, withoutNul } from './common';
import { jsonObject } from './json';
import { profile } from './profile';
import { component } from './schema';
import type { UpdatedUserResponse } from './users';

/** At most 254 characters (RFC 5321), in the form in which it is stored. */
export const emailAddress = z
  .string()
  .overwrite((text) => canonicalEmail(text) ?? text)
  .max(MAX_LENGTHS.email)
  .refine(
    (text) => canonicalEmail(text) === text,
    inputRule('must be an email address', 'input_email')
  )
  .meta({ format: 'idn-email' });

/** E.164. Spaces, hyphens, brackets and a leading `00` are accepted. */
const phoneNumber = z
  .string()
  .overwrite((text) => canonicalPhone(text) ?? text)
  .regex(PHONE_NUMBER, 'must be in the form +15551234567 (E.164)');

/** The connection may have further rules. */
export const newPassword = withoutNul(z.string().min(1))
  .refine(
    (value) => new TextEncoder().encode(value).length <= MAX_PASSWORD_BYTES,
    schemaRule('password_bytes', { max: MAX_PASSWORD_BYTES })
  )
  .describe(`At most ${MAX_PASSWORD_BYTES} bytes. The connection may have further rules.`);

const pictureUrl = z
  .url({ protocol: /^https?$/, message: 'must be an http or https URL' })
  .max(MAX_LENGTHS.picture);

const nameAttributes = {
  name: nameText(MAX_LENGTHS.name),
  given_name: nameText(MAX_LENGTHS.given_name),
  family_name: nameText(MAX_LENGTHS.family_name),
  nickname: nameText(MAX_LENGTHS.nickname),
  picture: pictureUrl,
};

/** The attributes of a new user, whether created in the panel, by the API or at sign-up. */
export const newUserAttributes = {
  email: emailAddress,
  password: newPassword,
  username: nameText(MAX_LENGTHS.username).optional(),
  account_fields: accountFields.optional(),
  ...z.object(nameAttributes).partial().shape,
};

/** POST /users: creates a user in a connection that supports it. */
export const createUserBody = z.strictObject({
  data: z
    .strictObject({
      connection: z.string().min(1).max(128),
      ...newUserAttributes,
      password: newPassword.optional(),
      invite: z
        .boolean()
        .default(false)
        .describe(
          'Sends an invitation, with which the user sets the password, instead of a `password`.'
        ),
      email_verified: z.boolean().default(false),
      user_metadata: jsonObject.optional(),
    })
    .superRefine(({ password, invite }, context) => {
      if (invite === (password === undefined)) {
        return;
      }
      context.addIssue({
        code: 'custom',
        path: ['password'],
        ...(invite
          ? schemaRule('invited_password')
          : inputRule('must be set, unless invite is true', 'input_required')),
      });
    }),
});

export declare namespace CreateUser {
  export interface Request {
    body: z.input<typeof createUserBody>;
  }
  export type Response = UpdatedUserResponse;
}

/** The revision to change, instead of `If-Match`; 409 if it is outdated. */
const revision = z.number().int().positive().optional();

/**
 * PUT /users/:id: replaces the attributes in the request; `null` restores the value of the source.
 * `user_metadata` is merged one level deep. `account_fields` changes the fields in it.
 */
export const updateUserBody = z.strictObject({
  data: z.strictObject({
    revision: revision.describe(
      'The same as `revision` beside `data`, for clients that can only send `data`, such as `@strapi/client`.'
    ),
    name: nameAttributes.name.nullable().optional(),
    given_name: nameAttributes.given_name.nullable().optional(),
    family_name: nameAttributes.family_name.nullable().optional(),
    nickname: nameAttributes.nickname.nullable().optional(),
    picture: nameAttributes.picture.nullable().optional(),
    phone_number: phoneNumber.nullable().optional(),
    email: emailAddress.optional(),
    email_verified: z.boolean().optional(),
    user_metadata: jsonObject.optional(),
    account_fields: accountFields
      .optional()
      .describe(
        "The site's own attributes of the user type, by name. Fields that are not sent stay; `null` empties one. The user type validates them."
      ),
  }),
  revision,
  /** `replace` stores `user_metadata` as sent; the editor in the panel uses it. */
  metadata: z.enum(['merge', 'replace']).default('merge'),
});

export declare namespace UpdateUser {
  export interface Request {
    params: { id: string };
    body: z.input<typeof updateUserBody>;
  }
  export type Response = UpdatedUserResponse;
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
  export type Response = UpdatedUserResponse;
}

export const sendEmailResponse = component(
  'EmailSentResponse',
  z.object({
    data: z.object({ email: z.string().describe('The email address that the email was sent to.') }),
  })
);

/** POST /users/:id/verification-email and /users/:id/password-reset */
export declare namespace SendEmail {
  export interface Request {
    params: { id: string };
  }
  export type Response = z.output<typeof sendEmailResponse>;
}

/** POST and DELETE /users/:id/invitation */
export declare namespace ChangeInvitation {
  export interface Request {
    params: { id: string };
  }
  export type Response = UpdatedUserResponse;
}

export const liftLoginBlocksResponse = z.object({
  data: z.object({ lifted: z.number().int() }),
});

/** DELETE /users/:id/login-blocks: removes the login blocks of the user for all IP addresses. */
export declare namespace LiftLoginBlocks {
  export interface Request {
    params: { id: string };
  }
  export type Response = z.output<typeof liftLoginBlocksResponse>;
}

/** What happens to the events of a deleted user: `erase` removes the personal data from them. */
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
