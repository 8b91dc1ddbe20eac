import { useForm } from '@strapi/strapi/admin';
import type * as React from 'react';
import { useNavigate } from 'react-router-dom';

import {
  DeleteFields,
  type DeleteValues,
  isConfirmed,
} from '../../../components/dialogs/DeleteFields';
import { FormDialog } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';
import { useDeleteUserMutation } from '../../../services/userActions';
import { USERS_PATH } from '../../../utils/paths';
import { useUsersSearch } from '../usersSearch';
import type { UserDialogProps } from './userDialogProps';

type Values = DeleteValues & Record<string, unknown>;

type FieldsProps = Omit<React.ComponentProps<typeof DeleteFields>, 'onChange' | 'count'>;

const Fields = (props: FieldsProps) => {
  const onChange = useForm('Fields', (form) => form.onChange);

  return (
    <DeleteFields
      {...props}
      count={1}
      onChange={({ typed, history }) => {
        onChange('typed', typed);
        onChange('history', history);
      }}
    />
  );
};

export const DeleteDialog = ({ user, meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const search = useUsersSearch();
  const [remove] = useDeleteUserMutation();
  const { documentId: id, name } = user;
  const confirmation = {
    label: t(user.email ? 'actions.delete.typeEmail' : 'actions.delete.typeId'),
    phrase: user.email ?? user.user_id,
  };

  const submit = async ({ history }: Values) => {
    const error = await run(remove({ params: { id }, query: { history } }), () =>
      t('actions.delete.done', { name })
    );

    if (!error) {
      // The browser's Back must not lead to the deleted user.
      navigate({ pathname: USERS_PATH, search }, { replace: true });
    }

    return formErrors<Values>(error, [], errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      isDanger
      title={t('actions.delete')}
      initialValues={{ typed: '', history: meta.erasure_requested_at ? 'erase' : 'keep' }}
      submitLabel={t('users.bulk.submit.delete', { count: 1 })}
      canSubmit={({ typed }) => isConfirmed(typed, confirmation)}
      onSubmit={submit}
    >
      {(values) => (
        <>
          {meta.erasure_requested_at ? <Note>{t('actions.delete.requested')}</Note> : null}
          <Fields name={name} confirmation={confirmation} value={values} />
        </>
      )}
    </FormDialog>
  );
};
