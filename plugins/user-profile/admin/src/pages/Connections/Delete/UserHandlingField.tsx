import { Box, Field, Flex, Radio, Typography } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import * as React from 'react';

import type { Connection } from '../../../../../shared/contracts/connections';
import { ChoiceSelect } from '../../../components/ChoiceSelect';
import { useTranslate } from '../../../hooks/useTranslate';

const USER_HANDLINGS = ['move', 'detach'] as const;

export type UserHandling = (typeof USER_HANDLINGS)[number];

interface UserHandlingFieldProps {
  /** The connections that users can be moved to. */
  targets: readonly Connection[];
}

const TargetField = ({ targets }: UserHandlingFieldProps) => {
  const t = useTranslate();
  const { value, error, onChange } = useField<string>('to');

  return (
    <Field.Root
      name="to"
      error={error}
      required
      // One line per user that cannot be moved.
      style={{ whiteSpace: 'pre-line' }}
    >
      <Field.Label>{t('connections.delete.to')}</Field.Label>
      <ChoiceSelect
        placeholder={t('common.chooseConnection')}
        choices={targets.map(({ name, display_name: label, enabled }) => ({
          value: name,
          label: enabled ? label : t('connections.disabledOption', { connection: label }),
        }))}
        value={value ?? ''}
        onChange={(name) => onChange('to', name)}
      />
      <Field.Error />
    </Field.Root>
  );
};

/** What happens to the users of a deleted connection. */
export const UserHandlingField = ({ targets }: UserHandlingFieldProps) => {
  const t = useTranslate();
  const id = React.useId();
  const { value, onChange } = useField<UserHandling>('users');
  const canMove = targets.length > 0;

  return (
    <>
      <Radio.Group
        aria-label={t('connections.delete.users')}
        value={value}
        onValueChange={(next) => onChange('users', next === 'detach' ? 'detach' : 'move')}
      >
        <Flex direction="column" alignItems="stretch" gap={3}>
          {USER_HANDLINGS.map((handling) => (
            <Box key={handling}>
              <Radio.Item
                value={handling}
                aria-describedby={`${id}-${handling}`}
                disabled={handling === 'move' && !canMove}
              >
                {t(`connections.delete.${handling}`)}
              </Radio.Item>
              <Box id={`${id}-${handling}`} paddingLeft="2.8rem">
                <Typography variant="pi" textColor="neutral600">
                  {t(
                    handling === 'move' && !canMove
                      ? 'connections.delete.noTarget'
                      : `connections.delete.${handling}.hint`
                  )}
                </Typography>
              </Box>
            </Box>
          ))}
        </Flex>
      </Radio.Group>
      {value === 'move' && canMove ? <TargetField targets={targets} /> : null}
    </>
  );
};
