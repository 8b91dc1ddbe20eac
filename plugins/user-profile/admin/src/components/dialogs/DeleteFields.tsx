import { Box, Field, Flex, Radio, TextInput, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { DeleteUser } from '../../../../shared/contracts/user-writes';
import { useTranslate } from '../../hooks/useTranslate';
import { Code } from '../Code';
import { CopyButton } from '../CopyButton';
import { Note } from '../Note';

type HistoryHandling = NonNullable<DeleteUser.Request['query']['history']>;

export interface DeleteValues {
  typed: string;
  history: HistoryHandling;
}

/** What must be typed before users are deleted. */
export interface ConfirmationPhrase {
  label: string;
  phrase: string;
}

export const isConfirmed = (typed: string, { phrase }: ConfirmationPhrase): boolean =>
  typed.trim().toLowerCase() === phrase.toLowerCase();

interface DeleteFieldsProps {
  count: number;
  /** Of the user, if it is one. */
  name: string;
  confirmation: ConfirmationPhrase;
  value: DeleteValues;
  onChange: (value: DeleteValues) => void;
}

/** The warning, the choice and the confirmation, for one user and for many. */
export const DeleteFields = ({ count, name, confirmation, value, onChange }: DeleteFieldsProps) => {
  const t = useTranslate();
  const id = React.useId();

  return (
    <>
      <Note tone="danger">{t('actions.delete.intro', { count, name })}</Note>
      <Field.Root name="history">
        <Field.Label>{t('actions.delete.history')}</Field.Label>
        <Radio.Group
          aria-label={t('actions.delete.history')}
          value={value.history}
          onValueChange={(next) =>
            onChange({ ...value, history: next === 'erase' ? 'erase' : 'keep' })
          }
        >
          <Flex direction="column" alignItems="stretch" gap={3}>
            {(['keep', 'erase'] as const).map((handling) => (
              <Box key={handling}>
                <Radio.Item value={handling} aria-describedby={`${id}-${handling}`}>
                  {t(`actions.delete.${handling}`)}
                </Radio.Item>
                <Box id={`${id}-${handling}`} paddingLeft="2.8rem">
                  <Typography variant="pi" textColor="neutral600">
                    {t(`actions.delete.${handling}Hint`, { count })}
                  </Typography>
                </Box>
              </Box>
            ))}
          </Flex>
        </Radio.Group>
      </Field.Root>
      <Field.Root name="typed">
        <Field.Label>{confirmation.label}</Field.Label>
        <Flex gap={2} alignItems="flex-start">
          <Code>{confirmation.phrase}</Code>
          <CopyButton
            text={confirmation.phrase}
            label={t('common.copyOf', { name: confirmation.phrase })}
          />
        </Flex>
        <TextInput
          autoComplete="off"
          value={value.typed}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
            onChange({ ...value, typed: event.target.value })
          }
        />
      </Field.Root>
    </>
  );
};
