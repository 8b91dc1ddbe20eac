import { Box, Typography } from '@strapi/design-system';

import type { Connection } from '../../../../shared/contracts/connections';
import { Fact, Facts } from '../../components/Facts';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';

interface ConnectionAbilitiesProps {
  connection: Connection;
}

export const ConnectionAbilities = ({
  connection: { capabilities, password_rules: rules },
}: ConnectionAbilitiesProps) => {
  const t = useTranslate();
  const yesNo = (value: boolean) => t(value ? 'common.yes' : 'common.no');

  return (
    <Section title={t('connections.abilities')}>
      <Facts>
        <Fact label={t('connections.createUsers')}>{yesNo(capabilities.create_users)}</Fact>
        <Fact label={t('connections.inviteUsers')}>{yesNo(capabilities.invite_users)}</Fact>
        <Fact label={t('connections.changeEmail')}>{yesNo(capabilities.change_email)}</Fact>
        <Fact label={t('connections.changePassword')}>{yesNo(capabilities.change_password)}</Fact>
        <Fact label={t('connections.username')}>
          {t(`connections.username.${capabilities.username}`)}
        </Fact>
        {rules.length > 0 ? (
          <Fact label={t('password.rules')}>
            <Box tag="ul">
              {rules.map(({ code, value }) => (
                <Typography key={code} tag="li">
                  {t(`password.rule.${code}`, { value })}
                </Typography>
              ))}
            </Box>
          </Fact>
        ) : null}
      </Facts>
    </Section>
  );
};
