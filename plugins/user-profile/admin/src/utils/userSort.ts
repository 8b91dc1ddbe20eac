import { USER_SORT_FIELDS } from '../../../shared/user-fields';

/** The sort order in the URL if it is valid. If undefined, the server uses its default. */
export const parseSort = (value: unknown): string | undefined => {
  if (typeof value !== 'string') {
    return undefined;
  }

  const [name, direction = ''] = value.split(':');
  const field = USER_SORT_FIELDS.find((each) => each === name);

  return field && /^(asc|desc)$/i.test(direction)
    ? `${field}:${direction.toLowerCase()}`
    : undefined;
};
