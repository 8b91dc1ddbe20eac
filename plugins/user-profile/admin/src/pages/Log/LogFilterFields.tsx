import { Field, Flex, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { EVENT_OUTCOMES } from '../../../../shared/event-types';
import { NamesField } from '../../components/Filters/NamesField';
import { useAllowed } from '../../hooks/useAllowed';
import { useConnectionLabel } from '../../hooks/useConnectionLabel';
import { useConnections } from '../../hooks/useConnections';
import { useTranslate } from '../../hooks/useTranslate';
import { type EventFilters, TYPED_FILTERS } from '../../utils/eventFilters';

const HINTS = {
  user: 'log.filter.user.hint',
  application: 'log.filter.application.hint',
  ip: undefined,
  actor: 'log.filter.actor.hint',
} as const satisfies Record<(typeof TYPED_FILTERS)[number], string | undefined>;

interface LogFilterFieldsProps {
  filters: EventFilters;
  onChange: (changes: Partial<EventFilters>) => void;
}

export const LogFilterFields = ({ filters, onChange }: LogFilterFieldsProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const { data = [] } = useConnections({ skip: !allowed.readConnections });
  const labelOf = useConnectionLabel();
  // Includes deleted connections of the URL, so they can be removed.
  const names = [...new Set([...data.map(({ name }) => name), ...filters.connection])];

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Field.Root>
        <Field.Label>{t('log.filter.outcome')}</Field.Label>
        <SingleSelect
          size="S"
          value={filters.outcome ?? 'any'}
          onChange={(next: string | number) =>
            onChange({ outcome: EVENT_OUTCOMES.find((known) => known === next) })
          }
        >
          <SingleSelectOption value="any">{t('users.filter.any')}</SingleSelectOption>
          {EVENT_OUTCOMES.map((outcome) => (
            <SingleSelectOption key={outcome} value={outcome}>
              {t(`log.outcome.${outcome}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      {names.length > 0 ? (
        <NamesField
          label={t('log.filter.connection')}
          value={filters.connection}
          options={names.map((value) => ({ value, label: labelOf(value) }))}
          onChange={(connection) => onChange({ connection })}
        />
      ) : null}
      {TYPED_FILTERS.map((name) => {
        const hint = HINTS[name];

        return (
          <Field.Root key={name} name={name} hint={hint && t(hint)}>
            <Field.Label>{t(`log.filter.${name}`)}</Field.Label>
            <TextInput
              size="S"
              value={filters[name]}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                onChange({ [name]: event.target.value })
              }
            />
            <Field.Hint />
          </Field.Root>
        );
      })}
    </Flex>
  );
};
