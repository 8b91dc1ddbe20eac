import type { PasswordRule } from '../../../shared/contracts/connections';
import { meetsRule } from '../../../shared/password-rules';

export { meetsRule };

/** Whether nothing that can be told here speaks against the password. */
export const meetsRules = (rules: readonly PasswordRule[], password: string): boolean =>
  rules.every((rule) => meetsRule(rule, password) !== false);
