import { Field, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { MAX_BLOCK_DAYS, MAX_BLOCK_REASON } from '../../../../shared/constants';
import type { BlockRequest, BlockTerms } from '../../../../shared/contracts/blocks';
import { DAY_MS } from '../../../../shared/durations';
import { useTranslate } from '../../hooks/useTranslate';
import { DateTimeInput } from '../DateTimeInput';

export const NO_TERMS: BlockTerms = { reason: null, until: null };

/** The terms as they are stored. */
export const trimTerms = ({ reason, until }: BlockTerms): BlockTerms => ({
  reason: reason?.trim() || null,
  until,
});

/** What a block sends. Without terms, users who are blocked already keep theirs; null would delete them. */
export const givenTerms = (terms: BlockTerms): BlockRequest => {
  const { reason, until } = trimTerms(terms);

  return reason === null && until === null ? {} : { reason, until };
};

/** The server rejects an end in the past. */
export const endsInThePast = ({ until }: BlockTerms): boolean =>
  until !== null && Date.parse(until) <= Date.now();

/** The server rejects a later end. The last day is one on which every time is accepted. */
const getLimits = () => {
  const now = Date.now();

  return { minDate: new Date(now), maxDate: new Date(now + (MAX_BLOCK_DAYS - 1) * DAY_MS) };
};

interface BlockTermsFieldsProps {
  value: BlockTerms;
  errors?: { reason?: string; until?: string };
  onChange: (value: BlockTerms) => void;
}

/** Why, and until when, users are blocked. Both may stay empty. */
export const BlockTermsFields = ({ value, errors = {}, onChange }: BlockTermsFieldsProps) => {
  const t = useTranslate();
  const [limits] = React.useState(getLimits);
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
        <DateTimeInput
          {...limits}
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
