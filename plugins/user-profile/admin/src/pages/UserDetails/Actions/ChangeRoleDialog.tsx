import { Typography } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';

import { FormDialog, type FormFailure } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { RoleSelect } from '../../../components/RoleSelect';
import { useTranslate } from '../../../hooks/useTranslate';
import { useAssignRoleMutation } from '../../../services/roles';
import type { UserDialogProps } from './userDialogProps';

interface Values {
  role: string;
}

const RoleField = () => {
  const { value, error, onChange } = useField<string>('role');

  return (
    <RoleSelect
      value={value ?? ''}
      error={error}
      onChange={(documentId) => onChange('role', documentId)}
    />
  );
};

export const ChangeRoleDialog = ({ user, meta: _meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [assign] = useAssignRoleMutation();

  const submit = async ({ role }: Values): Promise<FormFailure<Values> | undefined> => {
    const error = await run(
      assign({ params: { id: user.documentId }, body: { data: { role } } }),
      ({ data }) => t('role.done', { name: user.name, role: data.role?.name ?? '' })
    );

    return formErrors<Values>(error, ['role'], errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      title={t('actions.assign-role')}
      initialValues={{ role: '' }}
      submitLabel={t('common.save')}
      canSubmit={({ role }) => role !== '' && role !== user.role?.documentId}
      onSubmit={submit}
    >
      <Typography textColor="neutral600">
        {t('role.intro', { name: user.name, role: user.role?.name ?? t('common.none') })}
      </Typography>
      <RoleField />
    </FormDialog>
  );
};
