const pairs = (key: string, value: unknown): string[] => {
  if (value === undefined || value === null || value === '') {
    return [];
  }

  if (typeof value === 'object') {
    // The keys of an array are its indexes.
    return Object.entries(value).flatMap(([name, entry]) => pairs(`${key}[${name}]`, entry));
  }

  return [`${key}=${encodeURIComponent(String(value))}`];
};

/**
 * A query in Strapi's bracket notation, with a leading `?` unless it is empty. Strapi's client does not
 * encode `params`: the `+` of an email address would arrive as a space.
 */
export const toQueryString = (query: object): string => {
  const text = Object.entries(query)
    .flatMap(([key, value]) => pairs(key, value))
    .join('&');

  return text === '' ? '' : `?${text}`;
};
