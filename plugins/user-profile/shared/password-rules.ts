import type { PasswordRule } from './contracts/connections';

/** ASCII only. Special characters are the space and the punctuation of ASCII. */
const LOWER = /[a-z]/;
const UPPER = /[A-Z]/;
const DIGIT = /[0-9]/;
const SPECIAL = /[ -/:-@[-`{-~]/;

const countOf = (password: string, kinds: RegExp[]): number =>
  kinds.filter((kind) => kind.test(password)).length;

const CHECKS: Record<PasswordRule['code'], ((password: string, value: number) => boolean) | null> =
  {
    'min-length': (password, value) => password.length >= value,
    'max-bytes': (password, value) => new TextEncoder().encode(password).length <= value,
    'letters-and-digits': (password) => countOf(password, [LOWER, UPPER, DIGIT]) === 3,
    'three-of-four': (password) => countOf(password, [LOWER, UPPER, DIGIT, SPECIAL]) >= 3,
    'no-triples': (password) => !/(.)\1\1/su.test(password),
    // A function of the site that only runs on the server.
    custom: null,
  };

/** @returns whether the password meets the rule; undefined if only the server can check it */
export const meetsRule = (
  { code, value = 0 }: PasswordRule,
  password: string
): boolean | undefined => CHECKS[code]?.(password, value);
