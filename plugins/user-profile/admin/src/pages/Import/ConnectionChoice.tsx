import { Field, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { MAX_CONNECTION_NAME } from '../../../../shared/constants';
import type { Connection } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';

/** The value of the option for no choice: Strapi's select accepts no empty one. */
const NONE = '-';

interface ConnectionChoiceProps {
  name: string;
  label: string;
  hint?: string;
  /** Null if the role may not read connections: the name must be typed. */
  connections: readonly Connection[] | null;
  /** Empty if none is chosen. */
  value: string;
  /** The option for no choice. Without it, one must be chosen. */
  none?: string;
  error?: string;
  onChange: (name: string) => void;
}

/** A select of the connections here. */
export const ConnectionChoice = ({
  name,
  label,
  hint,
  connections,
  value,
  none,
  error,
  onChange,
}: ConnectionChoiceProps) => {
  const t = useTranslate();

  return (
    <Field.Root
      name={name}
      required={none === undefined}
      error={error}
      hint={hint}
      minWidth={0}
      style={{ overflowWrap: 'anywhere' }}
    >
      <Field.Label>{label}</Field.Label>
      {connections ? (
        <SingleSelect
          placeholder={t('common.chooseConnection')}
          value={value || (none === undefined ? null : NONE)}
          onChange={(next: string | number) => onChange(next === NONE ? '' : String(next))}
        >
          {none === undefined ? null : <SingleSelectOption value={NONE}>{none}</SingleSelectOption>}
          {connections.map((connection) => (
            <SingleSelectOption key={connection.name} value={connection.name}>
              {connection.display_name}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      ) : (
        <TextInput
          value={value}
          placeholder={none}
          maxLength={MAX_CONNECTION_NAME}
          autoComplete="off"
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
        />
      )}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
};
