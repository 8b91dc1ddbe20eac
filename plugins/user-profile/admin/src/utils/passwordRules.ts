import type { PasswordRule } from '../../../shared/contracts/connections';

const CHARACTER_TYPES = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u];

const CHECKS: Record<PasswordRule['code'], ((password: string, value: number) => boolean) | null> =
  {
    'min-length': (password, value) => password.length >= value,
    'max-bytes': (password, value) => new TextEncoder().encode(password).length <= value,
    'letters-and-digits': (password) => /\p{L}/u.test(password) && /\p{N}/u.test(password),
    'three-of-four': (password) =>
      CHARACTER_TYPES.filter((type) => type.test(password)).length >= 3,
    'no-triples': (password) => !/(.)\1\1/su.test(password),
    // A function of the site, which only its server can run.
    custom: null,
  };

/** Whether a password meets a rule; undefined where only the server can tell. */
export const meetsRule = (
  { code, value = 0 }: PasswordRule,
  password: string
): boolean | undefined => CHECKS[code]?.(password, value);

/** Whether nothing that can be told here speaks against the password. */
export const meetsRules = (rules: readonly PasswordRule[], password: string): boolean =>
  rules.every((rule) => meetsRule(rule, password) !== false);
