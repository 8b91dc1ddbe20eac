import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, CheckCircleEmpty, Information } from '@strapi/icons';

import type { PasswordRule } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';
import { meetsRule } from '../../utils/passwordRules';

const iconOf = (isMet: boolean | undefined): JSX.Element => {
  if (isMet === undefined) {
    return <Information fill="neutral500" aria-hidden />;
  }

  return isMet ? (
    <CheckCircle fill="success600" aria-hidden />
  ) : (
    <CheckCircleEmpty fill="neutral500" aria-hidden />
  );
};

interface PasswordRulesProps {
  rules: readonly PasswordRule[];
  password: string;
}

/** The rules of a connection, ticked off while a password is typed. */
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
        // Nothing typed meets "at most 72 bytes" too, and would be ticked off from the beginning.
        const isMet = password === '' ? false : meetsRule(rule, password);

        return (
          <Flex key={rule.code} tag="li" gap={2}>
            {rule.code === 'custom' ? iconOf(undefined) : iconOf(isMet)}
            <Typography variant="pi" textColor={isMet ? 'success700' : 'neutral600'}>
              {t(`password.rule.${rule.code}`, { value: rule.value })}
            </Typography>
            {isMet ? <VisuallyHidden>{t('password.rule.met')}</VisuallyHidden> : null}
          </Flex>
        );
      })}
    </Flex>
  );
};
