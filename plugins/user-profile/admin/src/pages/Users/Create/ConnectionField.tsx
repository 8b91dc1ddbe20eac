import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { MAX_CONNECTION_NAME } from '../../../../../shared/constants';
import type { Connection } from '../../../../../shared/contracts/connections';
import { FieldFrame } from '../../../components/FieldFrame';
import { useTranslate } from '../../../hooks/useTranslate';
import { CreateField } from './CreateField';
import type { CreateForm } from './useCreateForm';

interface ConnectionFieldProps {
  form: CreateForm;
  /** Null if the role may not read connections: the name must be typed. */
  connections: readonly Connection[] | null;
}

export const ConnectionField = ({ form, connections }: ConnectionFieldProps) => {
  const t = useTranslate();

  if (!connections) {
    return (
      <CreateField
        form={form}
        name="connection"
        required
        maxLength={MAX_CONNECTION_NAME}
        hint={t('create.connection.unlisted')}
      />
    );
  }

  return (
    <FieldFrame
      name="connection"
      label={t('create.connection')}
      error={form.errorOf('connection')}
      required
    >
      <SingleSelect
        placeholder={t('common.chooseConnection')}
        value={form.values.connection || null}
        onChange={(name: string | number) => form.change('connection', String(name))}
      >
        {connections.map(({ name, display_name: displayName }) => (
          <SingleSelectOption key={name} value={name}>
            {displayName}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </FieldFrame>
  );
};
