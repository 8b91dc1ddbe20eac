import { Checkbox, Field, Flex, TextInput } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import * as React from 'react';

import { MAX_CONNECTION_NAME } from '../../../../../shared/constants';
import { useTranslate } from '../../../hooks/useTranslate';
import { FormFieldFrame } from './FormFieldFrame';

interface NameFieldProps {
  path: 'name' | 'display_name';
  hint: string;
  required: boolean;
  placeholder?: string;
}

const NameField = ({ path, hint, required, placeholder }: NameFieldProps) => {
  const t = useTranslate();
  const { value, onChange } = useField<string>(path);

  return (
    <FormFieldFrame
      path={path}
      label={t(`connections.form.${path}`)}
      hint={hint}
      required={required}
    >
      <TextInput
        value={value ?? ''}
        maxLength={MAX_CONNECTION_NAME}
        placeholder={placeholder}
        autoComplete="off"
        onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
          onChange(path, event.target.value)
        }
      />
    </FormFieldFrame>
  );
};

const EnabledField = () => {
  const t = useTranslate();
  const { value, onChange } = useField<boolean>('enabled');

  return (
    <Field.Root name="enabled" hint={t('connections.form.enabled.hint')}>
      <Checkbox
        checked={value === true}
        onCheckedChange={(checked) => onChange('enabled', checked === true)}
      >
        {t('connections.form.enabled')}
      </Checkbox>
      <Field.Hint />
    </Field.Root>
  );
};

interface GeneralFieldsProps {
  isNew: boolean;
}

/** The fields of every connection. The name cannot be changed; the status has its own switch. */
export const GeneralFields = ({ isNew }: GeneralFieldsProps) => {
  const t = useTranslate();
  const { value: name } = useField<string>('name');

  return (
    <Flex direction="column" alignItems="stretch" gap={5} maxWidth="72rem">
      {isNew ? <NameField path="name" required hint={t('connections.form.name.hint')} /> : null}
      <NameField
        path="display_name"
        required={!isNew}
        placeholder={isNew ? name : undefined}
        hint={t(isNew ? 'connections.form.display_name.new' : 'connections.form.display_name.hint')}
      />
      {isNew ? <EnabledField /> : null}
    </Flex>
  );
};
