import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, Play } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

import { PLUGIN_ID } from '../../../../shared/constants';
import type { Connection, ConnectionTest } from '../../../../shared/contracts/connections';
import { useErrorText } from '../../components/dialogs/useRun';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';
import { useTestConnectionMutation } from '../../services/connections';
import { isErrorCode, localizeText } from '../../utils/localizeError';

const TestSteps = ({ ok, steps }: ConnectionTest) => {
  const t = useTranslate();
  const { messages, formatMessage } = useIntl();

  const nameOf = (name: string): string => {
    const id = `${PLUGIN_ID}.connections.test.step.${name}`;

    return Object.hasOwn(messages, id) ? formatMessage({ id }) : name;
  };

  const textOf = ({ detail, ...step }: ConnectionTest['steps'][number]): string =>
    isErrorCode(step.code, t) && detail
      ? `${localizeText(step, t)} (${detail})`
      : localizeText(step, t);

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography fontWeight="bold" textColor={ok ? 'success700' : 'danger700'}>
        {t(ok ? 'connections.test.ok' : 'connections.test.failed')}
      </Typography>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
        {steps.map((step) => (
          <Flex key={step.name} tag="li" gap={3} alignItems="flex-start">
            <Flex shrink={0} paddingTop="2px">
              {step.ok ? (
                <CheckCircle fill="success600" aria-label={t('connections.test.step.ok')} />
              ) : (
                <CrossCircle fill="danger600" aria-label={t('connections.test.step.failed')} />
              )}
            </Flex>
            <Box minWidth={0} style={{ overflowWrap: 'anywhere' }}>
              <Typography tag="div" fontWeight="semiBold">
                {nameOf(step.name)}
              </Typography>
              <Typography tag="div" textColor="neutral600">
                {textOf(step)}
              </Typography>
            </Box>
          </Flex>
        ))}
      </Flex>
    </Flex>
  );
};

/** A live region must exist before its content, or screen readers skip it. Empty, it takes no space. */
const Outcome = styled.div`
  &:empty {
    position: absolute;
  }
`;

interface TestConnectionProps {
  connection: Connection;
}

/** Runs the connection test and shows its steps. */
export const TestConnection = ({ connection: { name } }: TestConnectionProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const [test, { data, error, isLoading }] = useTestConnectionMutation();

  return (
    <Section
      title={t('connections.test')}
      description={t('connections.test.description')}
      action={
        <Button
          variant="secondary"
          size="S"
          startIcon={<Play />}
          loading={isLoading}
          onClick={() => void test({ name })}
        >
          {t('connections.test.run')}
        </Button>
      }
    >
      <Outcome aria-live="polite">
        {error ? <Note tone="danger">{errorText(error)}</Note> : null}
        {data && !isLoading ? <TestSteps {...data} /> : null}
      </Outcome>
    </Section>
  );
};
