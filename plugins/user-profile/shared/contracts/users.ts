import { z } from '@strapi/utils';

import { MAX_LENGTHS, USER_SORT_FIELDS } from '../user-fields';
import { cursorMeta, isoDate, oneOrMore, pageMeta, plainText } from './common';
import { passwordRule } from './connections';
import { profile } from './profile';
import { component } from './schema';

export type { JsonObject, JsonValue } from './json';
export type { Profile, ProfileIdentity } from './profile';

/** Too many failed logins with an identifier of the user: it cannot be tried from there for a while. */
export const loginBlock = component(
  'LoginBlock',
  z.object({ ip: z.string().nullable(), until: isoDate })
);

export type LoginBlock = z.output<typeof loginBlock>;

/** What may be done to a user, as far as the user's connection and state go. */
export const userAction = z.enum([
  'edit-profile',
  'edit-metadata',
  'change-email',
  'change-password',
  'send-verification-email',
  'send-password-reset',
  'block',
  'unblock',
  'lift-login-blocks',
  'delete',
]);

export type UserAction = z.output<typeof userAction>;

export { USER_SORT_FIELDS };

const userSort = z
  .string()
  .regex(
    new RegExp(`^(${USER_SORT_FIELDS.join('|')}):(asc|desc)$`, 'i'),
    `sort must be one of ${USER_SORT_FIELDS.join(', ')}, then :asc or :desc`
  )
  .default('created_at:desc');

const flag = z.preprocess(
  (value: boolean | 'true' | 'false') =>
    value === 'true' || value === 'false' ? value === 'true' : value,
  z.boolean()
);
const isFlag = z.strictObject({ $eq: flag }).optional();
const oneOf = z.strictObject({ $in: oneOrMore(plainText(128), 50) }).optional();
const count = z.coerce.number().int().min(0).max(2_147_483_647);

/** What the list of users can be narrowed by; every part is allow-listed and indexed. */
export const userFilters = z.strictObject({
  connection: oneOf,
  /** The strategy of a connection, such as `local`, `google` or `oidc`. */
  provider: oneOf,
  blocked: isFlag,
  email_verified: isFlag,
  /** `$null: true` finds those who never logged in. */
  last_login: z
    .strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional(), $null: flag.optional() })
    .optional(),
  logins_count: z.strictObject({ $gte: count.optional(), $lte: count.optional() }).optional(),
  created_at: z.strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional() }).optional(),
  /** Those who asked to be erased. */
  erasure_requested: isFlag,
});

/** Which users: by search, by filters. */
const userSelection = {
  _q: z.string().max(MAX_LENGTHS.search).optional(),
  /** `prefix` uses the indexes; `contains` reads every row. */
  match: z.enum(['prefix', 'contains']).default('prefix'),
  filters: userFilters.prefault({}),
};

/** Which attributes to answer with; `fields=name,email` is as good as a list. */
const fields = z
  .preprocess(
    (value: string | string[]) => (typeof value === 'string' ? value.split(',') : value),
    z.array(profile.keyof()).min(1).max(50)
  )
  .optional();

/** By page number, or from where another page ended: a name can stand in the cursor as a whole. */
const usersPagination = z
  .strictObject({
    page: z.coerce.number().int().min(1).max(1_000_000).optional(),
    pageSize: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(4096).optional(),
  })
  .refine(({ page, cursor }) => page === undefined || cursor === undefined, {
    path: ['cursor'],
    message: 'page and cursor exclude each other',
  })
  .prefault({});

/** GET /users: one page of profiles. */
export const findUsersQuery = z.strictObject({
  pagination: usersPagination,
  sort: userSort,
  ...userSelection,
  fields,
});

const usersNotes = {
  login_blocked: z
    .array(z.string())
    .describe('The users on this page whose identifiers are blocked from some address.'),
  erasure_requested: z.array(z.string()).describe('The users on this page who asked to be erased.'),
};

const pageAndCursor = z.object({
  ...pageMeta.shape.pagination.shape,
  ...cursorMeta.shape.pagination.shape,
});

/** Without `fields` and `cursor`, as the panel asks. */
export const findUsersPage = z.object({
  data: z.array(profile),
  meta: z.object({ pagination: pageAndCursor, ...usersNotes }),
});

const { documentId, user_id } = profile.shape;

/** `documentId`, `user_id`, and the attributes that were asked for. */
export const someOfProfile = component(
  'SomeOfProfile',
  profile.partial().extend({ documentId, user_id })
);

export type SomeOfProfile = z.output<typeof someOfProfile>;

export const findUsersResponse = component(
  'UsersAnswer',
  z.object({
    data: z.union([z.array(profile), z.array(someOfProfile).describe('With `fields`.')]),
    meta: z.object({
      pagination: z.union([
        pageAndCursor.describe('By page number.'),
        cursorMeta.shape.pagination.describe('By cursor: nothing is counted.'),
      ]),
      ...usersNotes,
    }),
  })
);

export declare namespace FindUsers {
  export interface Request {
    query: z.input<typeof findUsersQuery>;
  }
  export type Response = z.output<typeof findUsersPage>;
  export type AnyResponse = z.output<typeof findUsersResponse>;
}

export const findUserQuery = z.strictObject({ fields });

const userNotes = z.object({
  revision: z
    .number()
    .int()
    .describe('Goes back with an update, which is refused where somebody else saved meanwhile.'),
  actions: z.array(userAction).describe('What may be done to the user at this moment.'),
  login_blocks: z.array(loginBlock),
  password_rules: z
    .array(passwordRule)
    .describe('What a new password must be like, where it may be set.'),
  erasure_requested_at: isoDate.nullable().describe('When the user asked to be erased.'),
});

export const findUserResponse = component(
  'UserAnswer',
  z.object({ data: profile, meta: userNotes })
);

export const findSomeOfUserResponse = component(
  'SomeOfUserAnswer',
  z.object({
    data: z.union([profile, someOfProfile.describe('With `fields`.')]),
    meta: userNotes,
  })
);

/** What a change of a user is answered with: whoever may not read users is not shown `app_metadata`. */
export const changedUserResponse = component(
  'ChangedUserAnswer',
  z.object({
    data: component(
      'ChangedUser',
      profile
        .partial({ app_metadata: true })
        .describe('The user; without `app_metadata` for whoever may not read users.')
    ),
    meta: findUserResponse.shape.meta,
  })
);

export type ChangedUserResponse = z.output<typeof changedUserResponse>;

/** GET /users/:id, where :id is a `documentId` or a `user_id`. */
export declare namespace FindUser {
  export interface Request {
    params: { id: string };
  }
  export type Response = z.output<typeof findUserResponse>;
}
