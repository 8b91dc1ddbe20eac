export type QueryValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly QueryValue[]
  | { readonly [key: string]: QueryValue };

const pairs = (key: string, value: QueryValue): string[] => {
  if (value === undefined || value === null || value === '') {
    return [];
  }

  if (typeof value === 'object') {
    const entries = Array.isArray(value)
      ? value.map((entry: QueryValue, index): [string, QueryValue] => [String(index), entry])
      : Object.entries(value);

    return entries.flatMap(([name, entry]) => pairs(`${key}[${name}]`, entry));
  }

  return [`${key}=${encodeURIComponent(String(value))}`];
};

/**
 * A query in Strapi's bracket notation, with a leading `?` unless it is empty. The admin's own client does
 * not encode the params it is given (a `+` in an email would arrive as a space), so that URLs are built here.
 */
export const toQueryString = (query: { readonly [key: string]: QueryValue }): string => {
  const text = Object.entries(query)
    .flatMap(([key, value]) => pairs(key, value))
    .join('&');

  return text === '' ? '' : `?${text}`;
};
