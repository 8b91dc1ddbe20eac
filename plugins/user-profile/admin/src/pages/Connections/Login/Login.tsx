import { Box, Flex, Typography } from '@strapi/design-system';

import type { Connection } from '../../../../../shared/contracts/connections';
import { Code } from '../../../components/Code';
import { CodeBlock } from '../../../components/CodeBlock';
import { CopyButton } from '../../../components/CopyButton';
import { Fact } from '../../../components/Facts';
import { Section } from '../../../components/Section';
import { useTranslate } from '../../../hooks/useTranslate';
import { loginSample } from './loginSample';

interface LoginProps {
  connection: Connection;
}

/** How users log in with a connection, for front-end developers. */
export const Login = ({ connection }: LoginProps) => {
  const t = useTranslate();
  const { callback_url: callbackUrl, capabilities } = connection;
  const sample = loginSample(connection);

  return (
    <Section
      title={t('connections.login')}
      description={t(`connections.login.${capabilities.login}`)}
    >
      {callbackUrl ? (
        <Box tag="dl">
          <Fact label={t('connections.callbackUrl')}>
            <Flex gap={2}>
              <Code>{callbackUrl}</Code>
              <CopyButton
                text={callbackUrl}
                label={t('common.copyOf', { name: t('connections.callbackUrl') })}
              />
            </Flex>
            <Typography variant="pi" textColor="neutral600">
              {t('connections.callbackUrl.hint')}
            </Typography>
          </Fact>
        </Box>
      ) : null}
      <Box>
        <Flex gap={2} paddingBottom={1}>
          <Typography variant="sigma" textColor="neutral600">
            {t('connections.sample')}
          </Typography>
          <CopyButton text={sample} label={t('common.copyOf', { name: t('connections.sample') })} />
        </Flex>
        <CodeBlock label={t('connections.sample')}>{sample}</CodeBlock>
      </Box>
    </Section>
  );
};
