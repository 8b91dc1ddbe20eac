import type { InputField } from '../../../components/AccountFields/accountValues';
import { FieldInput } from '../../../components/AccountFields/FieldInput';
import { FieldFrame } from '../../../components/FieldFrame';
import type { CreateForm } from './useCreateForm';

interface AccountFieldInputProps {
  form: CreateForm;
  field: InputField;
}

export const AccountFieldInput = ({ form, field }: AccountFieldInputProps) => {
  const key = `account_fields.${field.name}` as const;

  return (
    <FieldFrame name={key} label={field.name} error={form.errorOf(key)} required={field.required}>
      <FieldInput
        field={field}
        value={form.accountValues[field.name] ?? null}
        onChange={(value) => form.changeAccount(field.name, value)}
        onBlur={() => form.leave(key)}
      />
    </FieldFrame>
  );
};
