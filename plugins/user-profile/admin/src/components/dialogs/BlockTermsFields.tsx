import { DateTimePicker, Field, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { MAX_BLOCK_REASON } from '../../../../shared/constants';
import type { BlockTerms } from '../../../../shared/contracts/blocks';
import { useTranslate } from '../../hooks/useTranslate';

export const NO_TERMS: BlockTerms = { reason: null, until: null };

/** The server rejects an end in the past. */
export const endsInThePast = ({ until }: BlockTerms): boolean =>
  until !== null && Date.parse(until) <= Date.now();

interface BlockTermsFieldsProps {
  value: BlockTerms;
  errors?: { reason?: string; until?: string };
  onChange: (value: BlockTerms) => void;
}

/** Why, and until when, users are blocked. Both may stay empty. */
export const BlockTermsFields = ({ value, errors = {}, onChange }: BlockTermsFieldsProps) => {
  const t = useTranslate();
  const [minDate] = React.useState(() => new Date());
  const untilError = endsInThePast(value) ? t('actions.block.past') : errors.until;

  return (
    <>
      <Field.Root name="reason" error={errors.reason} hint={t('actions.block.reasonHint')}>
        <Field.Label>{t('actions.block.reason')}</Field.Label>
        <TextInput
          value={value.reason ?? ''}
          maxLength={MAX_BLOCK_REASON}
          autoComplete="off"
          onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
            onChange({ ...value, reason: event.target.value || null })
          }
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      <Field.Root name="until" error={untilError} hint={t('actions.block.untilHint')}>
        <Field.Label>{t('actions.block.until')}</Field.Label>
        <DateTimePicker
          minDate={minDate}
          dateLabel={t('actions.block.untilDate')}
          timeLabel={t('actions.block.untilTime')}
          clearLabel={t('common.clear')}
          hasError={untilError !== undefined}
          value={value.until ? new Date(value.until) : null}
          onChange={(date) => onChange({ ...value, until: date ? date.toISOString() : null })}
          onClear={() => onChange({ ...value, until: null })}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
    </>
  );
};
