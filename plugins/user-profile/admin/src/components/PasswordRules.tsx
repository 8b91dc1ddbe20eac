import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, CrossCircle, Information, Minus } from '@strapi/icons';

import type { PasswordRule } from '../../../shared/contracts/connections';
import { useTranslate } from '../hooks/useTranslate';
import { meetsRule } from '../utils/passwordRules';

type State = 'met' | 'unmet' | 'untried' | 'unknown';

const ICONS: Record<State, JSX.Element> = {
  met: <CheckCircle fill="success600" aria-hidden />,
  unmet: <CrossCircle fill="danger600" aria-hidden />,
  untried: <Minus fill="neutral500" aria-hidden />,
  unknown: <Information fill="neutral500" aria-hidden />,
};

const stateOf = (rule: PasswordRule, password: string): State => {
  const isMet = meetsRule(rule, password);

  if (isMet === undefined) {
    return 'unknown';
  }

  // An empty password meets "at most 72 bytes", which must not be ticked before any input.
  if (password === '') {
    return 'untried';
  }

  return isMet ? 'met' : 'unmet';
};

interface PasswordRulesProps {
  rules: readonly PasswordRule[];
  password: string;
}

/** The password rules of a connection, ticked while the administrator types. */
export const PasswordRules = ({ rules, password }: PasswordRulesProps) => {
  const t = useTranslate();

  return (
    <Flex
      tag="ul"
      direction="column"
      alignItems="flex-start"
      gap={1}
      aria-label={t('password.rules')}
    >
      {rules.map((rule) => {
        const state = stateOf(rule, password);

        return (
          <Flex key={rule.code} tag="li" gap={2}>
            <Flex shrink={0}>{ICONS[state]}</Flex>
            <Typography variant="pi" textColor={state === 'met' ? 'success700' : 'neutral600'}>
              {t(`password.rule.${rule.code}`, { value: rule.value })}
            </Typography>
            {state === 'met' ? <VisuallyHidden>{t('password.rule.met')}</VisuallyHidden> : null}
          </Flex>
        );
      })}
    </Flex>
  );
};
