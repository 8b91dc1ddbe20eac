import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import * as React from 'react';

import type { ImportPreviewRow } from '../../../../shared/contracts/imports';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { useAllowed } from '../../hooks/useAllowed';
import { useLimited } from '../../hooks/useLimited';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../services/settings';
import { FieldGrid } from './FieldGrid';
import { doubledColumns, type Mapping, targetsOf } from './importForm';

/** The value of the option that leaves a column out: Strapi's select accepts no empty one. */
const NOT_IMPORTED = '-';

/** More selects than this make the page slow. */
const SHOWN = 40;

interface ColumnMappingProps {
  mapping: Mapping;
  preview: readonly ImportPreviewRow[];
  errors: readonly string[];
  onChange: (mapping: Mapping) => void;
}

/** The attribute of each column of a CSV file. */
export const ColumnMapping = ({ mapping, preview, errors, onChange }: ColumnMappingProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const { data: settings } = useFindSettingsQuery(undefined, { skip: !allowed.readUsers });
  const accountFields = settings?.account_fields.map(({ name }) => name) ?? [];
  const doubled = doubledColumns(mapping);
  const columns = React.useMemo(() => Object.keys(mapping), [mapping]);
  const { shown, showAll } = useLimited(columns, SHOWN);

  const exampleOf = (column: string): string | undefined =>
    preview
      .filter(({ values }) => Object.hasOwn(values, column))
      .map(({ values }) => values[column])
      .find((value) => value !== '');

  return (
    <Section title={t('imports.mapping')} description={t('imports.mapping.description')}>
      {errors.length > 0 ? (
        <Note tone="danger" role="alert">
          {errors.join(' ')}
        </Note>
      ) : null}
      <FieldGrid>
        {shown.map((column) => {
          const target = mapping[column];
          const example = exampleOf(column);

          return (
            <Field.Root
              key={column}
              name={`mapping.${column}`}
              minWidth={0}
              hint={
                example ? t('imports.mapping.example', { value: example.slice(0, 60) }) : '\u00a0'
              }
              error={doubled.includes(column) ? t('imports.mapping.double') : undefined}
              style={{ overflowWrap: 'anywhere' }}
            >
              <Field.Label>{column}</Field.Label>
              <SingleSelect
                value={target ?? NOT_IMPORTED}
                onChange={(next: string | number) =>
                  onChange({ ...mapping, [column]: next === NOT_IMPORTED ? null : String(next) })
                }
              >
                <SingleSelectOption value={NOT_IMPORTED}>
                  {t('imports.mapping.none')}
                </SingleSelectOption>
                {targetsOf(column, target, accountFields).map((name) => (
                  <SingleSelectOption key={name} value={name}>
                    {name}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
              <Field.Error />
              <Field.Hint />
            </Field.Root>
          );
        })}
      </FieldGrid>
      {showAll}
    </Section>
  );
};
