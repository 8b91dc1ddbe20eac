import { Field, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { MAX_CONNECTION_NAME } from '../../../../shared/constants';
import type { Connection } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';

/** The value of the option that keeps the connections of the file. */
const OF_THE_FILE = '-';

interface ConnectionChoiceProps {
  /** Null if the role may not read connections: the name must be typed. */
  connections: readonly Connection[] | null;
  /** Empty if none is chosen. */
  value: string;
  /** Whether the file names the connection of each user. */
  isOptional: boolean;
  error?: string;
  onChange: (name: string) => void;
}

export const ConnectionChoice = ({
  connections,
  value,
  isOptional,
  error,
  onChange,
}: ConnectionChoiceProps) => {
  const t = useTranslate();

  return (
    <Field.Root
      name="connection"
      required={!isOptional}
      error={error}
      hint={connections ? t('imports.connection.hint') : t('create.connection.unlisted')}
    >
      <Field.Label>{t('users.column.connection')}</Field.Label>
      {connections ? (
        <SingleSelect
          placeholder={t('common.chooseConnection')}
          value={value || (isOptional ? OF_THE_FILE : null)}
          onChange={(name: string | number) => onChange(name === OF_THE_FILE ? '' : String(name))}
        >
          {isOptional ? (
            <SingleSelectOption value={OF_THE_FILE}>
              {t('imports.connection.ofFile')}
            </SingleSelectOption>
          ) : null}
          {connections.map(({ name, display_name: displayName }) => (
            <SingleSelectOption key={name} value={name}>
              {displayName}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      ) : (
        <TextInput
          value={value}
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
