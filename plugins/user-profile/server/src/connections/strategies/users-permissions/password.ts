import type { Core } from '@strapi/types';

import type { PasswordRule } from '../../../../../shared/contracts/connections';
import { MAX_PASSWORD_BYTES } from '../../../../../shared/user-fields';
import {
  problem,
  validationError,
  type Problem,
  coded,
  type CodedText,
} from '../../../utils/errors';

/** From the schema of U&P's user (@strapi/plugin-users-permissions 5.54.0, content-types/user). */
const MIN_LENGTH = 6;

type CustomCheck = (password: string) => unknown;

const customCheckOf = (strapi: Core.Strapi): CustomCheck | undefined => {
  const rules = strapi.config.get<{ validatePassword?: CustomCheck } | undefined>(
    'plugin::users-permissions.validationRules'
  );
  return typeof rules?.validatePassword === 'function' ? rules.validatePassword : undefined;
};

export const passwordRulesOf = (strapi: Core.Strapi): PasswordRule[] => [
  { code: 'min-length', value: MIN_LENGTH },
  { code: 'max-bytes', value: MAX_PASSWORD_BYTES },
  ...(customCheckOf(strapi) ? [{ code: 'custom' as const }] : []),
];

const customProblem = async (
  strapi: Core.Strapi,
  password: string
): Promise<string | CodedText | null> => {
  try {
    const valid = (await customCheckOf(strapi)?.(password)) ?? true;
    return valid ? null : coded('password_rules');
  } catch (error) {
    return error instanceof Error ? error.message : coded('password_rules');
  }
};

/**
 * Checks a password against the rules of Users & Permissions, including the site's own
 * `validationRules.validatePassword`.
 *
 * @throws ValidationError that lists every rule that failed, under the path `password`
 */
export const checkPassword = async (strapi: Core.Strapi, password: string): Promise<void> => {
  const failed: (string | CodedText | null)[] = [
    password.length < MIN_LENGTH ? coded('password_length', { min: MIN_LENGTH }) : null,
    Buffer.byteLength(password) > MAX_PASSWORD_BYTES
      ? coded('password_bytes', { max: MAX_PASSWORD_BYTES })
      : null,
    await customProblem(strapi, password),
  ];
  const problems: Problem[] = failed
    .filter((message) => message !== null)
    .map((message) => problem(['password'], message));
  if (problems.length > 0) {
    throw validationError(problems);
  }
};
