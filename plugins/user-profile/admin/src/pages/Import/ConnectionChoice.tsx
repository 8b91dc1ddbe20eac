import { Field, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { MAX_CONNECTION_NAME } from '../../../../shared/constants';
import type { Connection } from '../../../../shared/contracts/connections';
import { ChoiceSelect } from '../../components/ChoiceSelect';
import { useTranslate } from '../../hooks/useTranslate';

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
        <ChoiceSelect
          placeholder={t('common.chooseConnection')}
          choices={connections.map(({ name: each, display_name: text, enabled }) => ({
            value: each,
            label: enabled ? text : t('connections.disabledOption', { connection: text }),
          }))}
          value={value}
          none={none}
          onChange={onChange}
        />
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
