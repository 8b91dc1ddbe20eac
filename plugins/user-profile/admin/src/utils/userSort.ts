import type { USER_SORT_FIELDS } from '../../../shared/contracts/users';

type SortField = (typeof USER_SORT_FIELDS)[number];

/** `satisfies` keeps this list in step with the server's, which cannot be imported without its validator. */
const SORTABLE = {
  name: true,
  email: true,
  username: true,
  connection: true,
  logins_count: true,
  last_login: true,
  created_at: true,
  blocked: true,
} satisfies Record<SortField, true>;

/** The sort that the URL names if the server knows it; undefined lets the server decide. */
export const parseSort = (value: unknown): string | undefined => {
  if (typeof value !== 'string') {
    return undefined;
  }

  const [field = '', direction = ''] = value.split(':');
  const isKnown = Object.hasOwn(SORTABLE, field) && /^(asc|desc)$/i.test(direction);

  return isKnown ? `${field}:${direction.toLowerCase()}` : undefined;
};
