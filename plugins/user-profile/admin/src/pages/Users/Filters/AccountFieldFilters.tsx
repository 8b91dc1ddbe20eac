import { Field, Flex, TextInput } from '@strapi/design-system';
import * as React from 'react';

import type { AccountField } from '../../../../../shared/contracts/account-fields';
import { NamesField } from '../../../components/Filters/NamesField';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../../services/settings';
import { type FieldFilter, type FieldFilters, filterKindOf } from '../../../utils/fieldFilters';
import { FlagField } from './FlagField';
import { DayRangeField, RangeFrame } from './RangeField';

interface FieldFilterInputProps {
  field: AccountField;
  filter: FieldFilter | undefined;
  onChange: (values: Omit<FieldFilter, 'kind'>) => void;
}

const TextFilter = ({ field, filter, onChange }: FieldFilterInputProps) => (
  <Field.Root name={field.name}>
    <Field.Label>{field.name}</Field.Label>
    <TextInput
      size="S"
      autoComplete="off"
      value={filter?.text ?? ''}
      onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
        onChange({ text: event.target.value || undefined })
      }
    />
  </Field.Root>
);

const NumberFilter = ({ field, filter, onChange }: FieldFilterInputProps) => {
  const t = useTranslate();

  return (
    <RangeFrame label={field.name}>
      {(end) => (
        <TextInput
          key={end}
          size="S"
          type="number"
          step="any"
          aria-label={t(`users.filter.count.${end}`, { label: field.name })}
          placeholder={t(`users.filter.count.${end}.placeholder`)}
          value={filter?.[end] ?? ''}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
            onChange({
              from: filter?.from,
              to: filter?.to,
              [end]: event.target.value || undefined,
            })
          }
        />
      )}
    </RangeFrame>
  );
};

const FieldFilterInput = (props: FieldFilterInputProps) => {
  const { field, filter, onChange } = props;

  switch (filterKindOf(field)) {
    case 'text':
      return <TextFilter {...props} />;
    case 'number':
      return <NumberFilter {...props} />;
    case 'flag':
      return (
        <FlagField
          label={field.name}
          value={filter?.flag}
          onChange={(flag) => onChange({ flag })}
        />
      );
    case 'values':
      return (
        <NamesField
          label={field.name}
          value={filter?.values ?? []}
          options={(field.enum ?? []).map((value) => ({ value, label: value }))}
          onChange={(values) => onChange({ values: values.length > 0 ? values : undefined })}
        />
      );
    case 'day':
    case 'instant':
      return (
        <DayRangeField
          label={field.name}
          value={{ from: filter?.from, to: filter?.to }}
          onChange={({ from, to }) => onChange({ from, to })}
        />
      );
  }
};

interface AccountFieldFiltersProps {
  filters: FieldFilters;
  onChange: (filters: FieldFilters) => void;
}

/** The filters of the account fields that the site configured. */
export const AccountFieldFilters = ({ filters, onChange }: AccountFieldFiltersProps) => {
  const { data: settings } = useFindSettingsQuery();
  const fields = (settings?.account_fields ?? []).filter(({ filter }) => filter);

  return (
    <>
      {fields.map((field) => (
        <Flex key={field.name} direction="column" alignItems="stretch">
          <FieldFilterInput
            field={field}
            filter={filters[field.name]}
            onChange={(values) =>
              onChange({ ...filters, [field.name]: { kind: filterKindOf(field), ...values } })
            }
          />
        </Flex>
      ))}
    </>
  );
};
