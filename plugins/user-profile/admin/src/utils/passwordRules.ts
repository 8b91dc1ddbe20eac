import type { PasswordRule } from '../../../shared/contracts/connections';
import { meetsRule } from '../../../shared/password-rules';

export { meetsRule };

/** Whether the password meets all rules that the browser can check. */
export const meetsRules = (rules: readonly PasswordRule[], password: string): boolean =>
  rules.every((rule) => meetsRule(rule, password) !== false);
