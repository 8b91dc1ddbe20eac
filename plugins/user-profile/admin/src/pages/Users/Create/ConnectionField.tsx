import { MAX_CONNECTION_NAME } from '../../../../../shared/constants';
import type { Connection } from '../../../../../shared/contracts/connections';
import { ChoiceSelect } from '../../../components/ChoiceSelect';
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
      <ChoiceSelect
        placeholder={t('common.chooseConnection')}
        choices={connections.map(({ name, display_name: label }) => ({ value: name, label }))}
        value={form.values.connection}
        onChange={(name) => form.change('connection', name)}
      />
    </FieldFrame>
  );
};
