import {
  Box,
  Field,
  Flex,
  Radio,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import * as React from 'react';

import type { Connection } from '../../../../../shared/contracts/connections';
import { useTranslate } from '../../../hooks/useTranslate';

const USER_HANDLINGS = ['move', 'lose'] as const;

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
      // Each user who cannot move has a line.
      style={{ whiteSpace: 'pre-line' }}
    >
      <Field.Label>{t('connections.delete.to')}</Field.Label>
      <SingleSelect
        value={value || null}
        placeholder={t('create.connection.placeholder')}
        onChange={(name: string | number) => onChange('to', String(name))}
      >
        {targets.map(({ name, display_name: label, enabled }) => (
          <SingleSelectOption key={name} value={name}>
            {enabled ? label : t('connections.delete.disabledTarget', { connection: label })}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Error />
    </Field.Root>
  );
};

/** What becomes of the users of a connection that is deleted. */
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
        onValueChange={(next) => onChange('users', next === 'lose' ? 'lose' : 'move')}
      >
        <Flex direction="column" alignItems="stretch" gap={3}>
          {USER_HANDLINGS.map((fate) => (
            <Box key={fate}>
              <Radio.Item
                value={fate}
                aria-describedby={`${id}-${fate}`}
                disabled={fate === 'move' && !canMove}
              >
                {t(`connections.delete.${fate}`)}
              </Radio.Item>
              <Box id={`${id}-${fate}`} paddingLeft="2.8rem">
                <Typography variant="pi" textColor="neutral600">
                  {t(
                    fate === 'move' && !canMove
                      ? 'connections.delete.noTarget'
                      : `connections.delete.${fate}.hint`
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
