import { z } from '@strapi/utils';

import type { PasswordRule } from '../../../../../../shared/contracts/connections';
import type { JsonObject } from '../../../../../../shared/contracts/users';
import { meetsRule } from '../../../../../../shared/password-rules';
import { MAX_PASSWORD_BYTES } from '../../../../../../shared/user-fields';
import {
  coded,
  problem,
  validationError,
  type CodedText,
  type Problem,
} from '../../../../utils/errors';

const LEVELS = ['none', 'low', 'fair', 'good', 'excellent'] as const;

type Level = (typeof LEVELS)[number];

/** https://auth0.com/docs/authenticate/database-connections/password-strength */
const RULES: Record<Level, { minLength: number; further: PasswordRule['code'][] }> = {
  none: { minLength: 1, further: [] },
  low: { minLength: 6, further: [] },
  fair: { minLength: 8, further: ['letters-and-digits'] },
  good: { minLength: 8, further: ['three-of-four'] },
  excellent: { minLength: 10, further: ['three-of-four', 'no-triples'] },
};

const levelOption = (level: Level) =>
  z
    .enum(LEVELS)
    .default(level)
    .describe(
      'none: at least 1 character; low: 6; fair: 8, with a-z, A-Z and 0-9; good: 8, with three of a-z, A-Z, 0-9 and special characters; excellent: 10, as for good, and no character three times in a row'
    );

/**
 * The options for passwords.
 * @param level the default policy
 */
export const policyOptions = (level: Level) => ({
  password_policy: levelOption(level),
  min_length: z
    .number()
    .int()
    .min(1)
    .max(MAX_PASSWORD_BYTES)
    .optional()
    .describe('Minimum length; replaces the one of the policy'),
});

export const policyRules = (options: JsonObject): PasswordRule[] => {
  const { minLength, further } = RULES[options.password_policy as Level] ?? RULES.none;
  const value = typeof options.min_length === 'number' ? options.min_length : minLength;
  return [
    { code: 'min-length', value },
    ...further.map((code) => ({ code })),
    { code: 'max-bytes', value: MAX_PASSWORD_BYTES },
  ];
};

const TEXTS: Record<PasswordRule['code'], (value: number) => CodedText> = {
  'min-length': (min) => coded('password_length', { min }),
  'max-bytes': (max) => coded('password_bytes', { max }),
  'letters-and-digits': () => coded('password_letters_and_digits'),
  'three-of-four': () => coded('password_three_of_four'),
  'no-triples': () => coded('password_no_triples'),
  custom: () => coded('password_rules'),
};

/** One problem for each rule that the password breaks. */
export const policyProblems = (options: JsonObject, password: string): Problem[] =>
  policyRules(options)
    .filter((rule) => meetsRule(rule, password) === false)
    .map(({ code, value }) => problem(['password'], TEXTS[code](Number(value))));

/** @throws ValidationError that lists every rule that the password breaks */
export const checkPolicy = (options: JsonObject, password: string): void => {
  const problems = policyProblems(options, password);
  if (problems.length > 0) {
    throw validationError(problems);
  }
};
