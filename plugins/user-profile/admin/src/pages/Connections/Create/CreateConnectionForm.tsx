import { Button, Flex, LinkButton } from '@strapi/design-system';
import * as React from 'react';
import { Link, useNavigate } from 'react-router-dom';

import type { StrategyDescription } from '../../../../../shared/contracts/connections';
import { useRun } from '../../../components/dialogs/useRun';
import { Section } from '../../../components/Section';
import { useTranslate } from '../../../hooks/useTranslate';
import { useCreateConnectionMutation } from '../../../services/connections';
import { CONNECTIONS_PATH, connectionPath } from '../../../utils/paths';
import { ConnectionForm } from '../Form/ConnectionForm';
import type { ConnectionValues } from '../Form/connectionValues';
import { fieldsOf } from '../Form/optionFields';
import { toOptions } from '../Form/optionValues';
import { useStrategyText } from '../useStrategyText';

interface CreateConnectionFormProps {
  strategy: StrategyDescription;
}

export const CreateConnectionForm = ({ strategy }: CreateConnectionFormProps) => {
  const t = useTranslate();
  const run = useRun();
  const navigate = useNavigate();
  const { nameOf, descriptionOf } = useStrategyText();
  const [create] = useCreateConnectionMutation();
  const fields = React.useMemo(() => fieldsOf(strategy), [strategy]);

  const save = async ({ name, display_name: displayName, enabled, options }: ConnectionValues) => {
    const connection = displayName.trim() || name.trim();
    const error = await run(
      create({
        data: {
          name: name.trim(),
          strategy: strategy.name,
          display_name: displayName.trim() || undefined,
          enabled,
          options: toOptions(fields, options),
        },
      }),
      () => t('connections.create.done', { connection })
    );

    if (!error) {
      // The browser's Back must not lead to the form.
      navigate(connectionPath(name.trim()), { replace: true });
    }

    return error;
  };

  return (
    <Section title={nameOf(strategy.name)} description={descriptionOf(strategy)}>
      <ConnectionForm strategy={strategy.name} fields={fields} onSave={save}>
        {({ isSubmitting }) => (
          <Flex justifyContent="flex-end" gap={2}>
            <LinkButton tag={Link} to={CONNECTIONS_PATH} variant="tertiary">
              {t('common.cancel')}
            </LinkButton>
            <Button type="submit" loading={isSubmitting}>
              {t('connections.create.submit')}
            </Button>
          </Flex>
        )}
      </ConnectionForm>
    </Section>
  );
};
