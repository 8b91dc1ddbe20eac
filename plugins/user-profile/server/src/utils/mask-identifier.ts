const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** Users type passwords into the wrong field: an identifier that is not an email address is masked. */
export const maskIdentifier = (identifier: string): string =>
  EMAIL.test(identifier) ? identifier.toLowerCase() : '*****';
