import { z } from '@strapi/utils';

import { DEFAULT_USER_SORT, MAX_LENGTHS, USER_SORT_FIELDS } from '../user-fields';
import { accountFieldFilters, askedAccountFields } from './account-fields';
import {
  dateRange,
  isoDate,
  nameText,
  oneOrMore,
  plainText,
  PLUS_IN_URL,
  wholeNumber,
  withOperator,
} from './common';
import { passwordRule } from './connections';
import { profile } from './profile';
import { component } from './schema';

export type { JsonObject, JsonValue } from './json';
export type { Profile, ProfileIdentity, UserRole } from './profile';

/** A temporary block after too many failed logins with an identifier of the user. `ip`: null if it is unknown. */
export const loginBlock = component(
  'LoginBlock',
  z.object({ ip: z.string().nullable(), until: isoDate })
);

export type LoginBlock = z.output<typeof loginBlock>;

/** An invitation that was not accepted yet. It may have expired. */
export const invitation = component(
  'Invitation',
  z
    .object({
      sent_at: isoDate.nullable().describe('Null if the email could not be sent.'),
      expires_at: isoDate,
    })
    .describe('An invitation that was not accepted yet. It may have expired.')
);

export type Invitation = z.output<typeof invitation>;

/** Actions on a user that depend on the connection and the state of the user. */
export const userAction = z.enum([
  'edit-profile',
  'edit-metadata',
  'change-email',
  'change-password',
  'send-verification-email',
  'send-password-reset',
  'send-invitation',
  'revoke-invitation',
  'block',
  'unblock',
  'lift-login-blocks',
  'assign-role',
  'delete',
]);

export type UserAction = z.output<typeof userAction>;

export { USER_SORT_FIELDS };

/** Strapi's clients send a list. Only one field can be sorted by. */
const userSort = z
  .preprocess(
    (value: string | string[]) => (Array.isArray(value) && value.length === 1 ? value[0] : value),
    z
      .string({ error: 'must be one field, as text or as a list with one entry' })
      .regex(
        new RegExp(`^(${USER_SORT_FIELDS.join('|')}):(asc|desc)$`, 'i'),
        `must be one of ${USER_SORT_FIELDS.join(', ')}, followed by :asc or :desc`
      )
  )
  .prefault(DEFAULT_USER_SORT);

const flag = z.preprocess(
  (value: boolean | 'true' | 'false') =>
    value === 'true' || value === 'false' ? value === 'true' : value,
  z.boolean({ error: ({ input }) => (input === undefined ? undefined : 'must be true or false') })
);
/** `filters[blocked]=true` is short for `filters[blocked][$eq]=true`. */
const isFlag = z
  .preprocess(
    (value: { $eq: boolean | 'true' | 'false' } | boolean | 'true' | 'false') =>
      typeof value === 'object' ? value : { $eq: value },
    z.strictObject({ $eq: flag })
  )
  .optional();
const oneOf = (text: z.ZodType<string, string>) =>
  z
    .strictObject({ $eq: text.optional(), $in: oneOrMore(text, 50).optional() })
    .refine(({ $eq, $in }) => $eq !== undefined || $in !== undefined, 'must have $eq or $in')
    .optional();
/** No email address has these characters, so nothing would be found. */
const soughtEmail = nameText(MAX_LENGTHS.email).refine(
  (email) => !/[\s,]/.test(email),
  `must be one email address${PLUS_IN_URL}`
);
const name = plainText(128);
const roleText = plainText(255);
const count = wholeNumber(0, 2_147_483_647);

/** The filters of the user list. Each one is indexed. */
export const userFilters = z.strictObject({
  connection: oneOf(name),
  /** The strategy of a connection, such as `local`, `google` or `oidc`. */
  strategy: oneOf(name),
  /** The whole email address, in any letter case. An internationalized domain matches its `xn--` form. */
  email: oneOf(soughtEmail),
  /** The whole username, in its letter case. */
  username: oneOf(nameText(MAX_LENGTHS.filteredUsername)),
  /** The role of the account that the user logs in as. */
  role: z
    .strictObject({ type: oneOf(roleText), documentId: oneOf(roleText) })
    .refine(
      ({ type, documentId }) => type !== undefined || documentId !== undefined,
      'must have type or documentId'
    )
    .optional(),
  blocked: isFlag,
  /** Users with an active login block, as in `meta.login_blocked`. */
  login_blocked: isFlag,
  email_verified: isFlag,
  /** `$null: true` finds users who never logged in. */
  last_login: withOperator(
    z.strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional(), $null: flag.optional() })
  ).optional(),
  logins_count: withOperator(
    z.strictObject({ $gte: count.optional(), $lte: count.optional() })
  ).optional(),
  created_at: dateRange.optional(),
  /** Users with a pending erasure request. */
  erasure_requested: isFlag,
  /** Users whose account was deleted without the plugin noticing. A reconcile pass finds them. */
  account_missing: isFlag,
  account_fields: accountFieldFilters.optional(),
  /** Users with an invitation that is pending or has expired. */
  invited: isFlag,
});

const userSelection = {
  /** Words that must all occur in the names, username, email address, phone number or `user_id`. */
  _q: z.string().max(MAX_LENGTHS.search).optional(),
  filters: userFilters.prefault({}),
};

/** The attributes to return: `fields=name,email` or a list. */
const fields = z
  .preprocess(
    (value: string | string[]) => (typeof value === 'string' ? value.split(',') : value),
    z
      .array(profile.omit({ account_fields: true }).keyof())
      .min(1)
      .max(50)
  )
  .optional();

const pageSize = wholeNumber(1, 100);

/**
 * Without `page` or `start`, the first page. The cursor contains the sort value, e.g. a whole name, hence its length.
 */
const usersPagination = z
  .strictObject({
    page: wholeNumber(1, 1_000_000).optional(),
    pageSize: pageSize.optional(),
    start: wholeNumber(0, 100_000_000).optional(),
    limit: pageSize.optional(),
    cursor: z.string().max(4096).optional(),
    withCount: flag
      .optional()
      .describe('Whether the response has a total. By default true, and false with a cursor.'),
  })
  .superRefine(({ page, pageSize: size, start, limit, cursor }, context) => {
    const reject = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (cursor !== undefined && (page !== undefined || start !== undefined)) {
      const other = page === undefined ? 'start' : 'page';
      reject('cursor', `${other} and cursor cannot be combined; send one of them`);
    }
    if (start !== undefined && page !== undefined) {
      reject(
        'start',
        'page and start cannot be combined; send page and pageSize, or start and limit'
      );
    }
    if (limit !== undefined && (size !== undefined || page !== undefined || cursor !== undefined)) {
      reject('limit', 'limit belongs to start; send pageSize with page or cursor');
    }
    if (start !== undefined && size !== undefined) {
      reject('pageSize', 'pageSize belongs to page or cursor; send limit with start');
    }
  })
  .prefault({});

/** GET /users: one page of profiles. */
export const findUsersQuery = z.strictObject({
  pagination: usersPagination,
  sort: userSort,
  ...userSelection,
  fields,
  account_fields: askedAccountFields,
});

const usersNotes = {
  login_blocked: z.array(z.string()).describe('The users on this page with an active login block.'),
  erasure_requested: z
    .array(z.string())
    .describe('The users on this page with a pending erasure request.'),
  account_missing: z
    .array(z.string())
    .describe('The users on this page whose account no longer exists, as the last sync found.'),
  invitations: z
    .record(z.string(), invitation)
    .describe('The invitations of users on this page, by `documentId`.'),
};

const cursorText = z.string().nullable();

/** What was asked for, the total, and the cursors of other pages. */
const usersPageMeta = z.object({
  page: z.number().int().optional(),
  pageSize: z.number().int().optional(),
  start: z.number().int().optional().describe('With `start` or `limit`, instead of a page.'),
  limit: z.number().int().optional(),
  pageCount: z.number().int().optional(),
  total: z.number().int().optional().describe('Missing if `withCount` is false.'),
  estimated: z
    .boolean()
    .optional()
    .describe('True if `total` is an estimate, which it is above 10,000.'),
  nextCursor: cursorText.describe(
    'The `pagination[cursor]` of the next page; null on the last one.'
  ),
  previousCursor: cursorText.describe('That of the previous page; null on the first one.'),
  lastCursor: z.string().describe('That of the last page.'),
});

/** The response to a request without `fields`, as the panel sends it. */
export const findUsersPage = z.object({
  data: z.array(profile),
  meta: z.object({ pagination: usersPageMeta, ...usersNotes }),
});

const { documentId, user_id } = profile.shape;

/** `documentId`, `user_id`, and the attributes in `fields`. */
export const partialProfile = component(
  'PartialProfile',
  profile.partial().extend({ documentId, user_id })
);

export type PartialProfile = z.output<typeof partialProfile>;

export const findUsersResponse = component(
  'UserListResponse',
  z.object({
    data: z.union([z.array(profile), z.array(partialProfile).describe('With `fields`.')]),
    meta: z.object({ pagination: usersPageMeta, ...usersNotes }),
  })
);

export type UsersPageMeta = z.output<typeof usersPageMeta>;

export declare namespace FindUsers {
  export interface Request {
    query: z.input<typeof findUsersQuery>;
  }
  export type Response = z.output<typeof findUsersPage>;
  export type AnyResponse = z.output<typeof findUsersResponse>;
}

export const findUserQuery = z.strictObject({ fields, account_fields: askedAccountFields });

const userNotes = z.object({
  revision: z
    .number()
    .int()
    .describe('Send it back with an update, which returns 409 if the user has changed since.'),
  actions: z.array(userAction).describe('The actions that are currently available for the user.'),
  login_blocks: z.array(loginBlock),
  password_rules: z.array(passwordRule).describe('The rules for a new password, if it can be set.'),
  erasure_requested_at: isoDate.nullable().describe('The date of the pending erasure request.'),
  account_missing: z
    .boolean()
    .describe('Whether the user has no account left and therefore cannot log in.'),
  invitation: invitation.nullable(),
});

export const findUserResponse = component(
  'UserResponse',
  z.object({ data: profile, meta: userNotes })
);

export const findPartialUserResponse = component(
  'PartialUserResponse',
  z.object({
    data: z.union([profile, partialProfile.describe('With `fields`.')]),
    meta: userNotes,
  })
);

/** The response to a change of a user. Callers without the permission to read users do not get `app_metadata`. */
export const updatedUserResponse = component(
  'UpdatedUserResponse',
  z.object({
    data: component(
      'UpdatedUser',
      profile
        .partial({ app_metadata: true })
        .describe('The user; without `app_metadata` if the caller may not read users.')
    ),
    meta: findUserResponse.shape.meta,
  })
);

export type UpdatedUserResponse = z.output<typeof updatedUserResponse>;

/** GET /users/:id, where :id is a `documentId` or a `user_id`. */
export declare namespace FindUser {
  export interface Request {
    params: { id: string };
  }
  export type Response = z.output<typeof findUserResponse>;
}
