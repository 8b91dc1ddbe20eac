import { Field, Radio } from '@strapi/design-system';

import { useTranslate } from '../../../hooks/useTranslate';

interface HistoryChoiceProps {
  value: 'keep' | 'erase';
  onChange: (value: 'keep' | 'erase') => void;
}

export const HistoryChoice = ({ value, onChange }: HistoryChoiceProps) => {
  const t = useTranslate();

  return (
    <Field.Root>
      <Field.Label>{t('users.bulk.history')}</Field.Label>
      <Radio.Group
        aria-label={t('users.bulk.history')}
        value={value}
        onValueChange={(next) => onChange(next === 'erase' ? 'erase' : 'keep')}
      >
        <Radio.Item value="keep">{t('users.bulk.history.keep')}</Radio.Item>
        <Radio.Item value="erase">{t('users.bulk.history.erase')}</Radio.Item>
      </Radio.Group>
    </Field.Root>
  );
};
