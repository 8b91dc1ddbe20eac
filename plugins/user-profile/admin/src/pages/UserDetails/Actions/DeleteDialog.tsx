import { Box, Field, Flex, Radio, Typography } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import type { DeleteUser } from '../../../../../shared/contracts/user-writes';
import { FormDialog } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { TypeToConfirm } from '../../../components/dialogs/TypeToConfirm';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';
import { useDeleteUserMutation } from '../../../services/users';
import { USERS_PATH } from '../../../utils/paths';
import { useUsersSearch } from '../usersSearch';
import type { UserDialogProps } from './userDialogProps';

type HistoryHandling = NonNullable<DeleteUser.Request['query']['history']>;

interface Values {
  typed: string | null;
  history: HistoryHandling;
}

const HistoryField = ({ name: userName }: { name: string }) => {
  const t = useTranslate();
  const { value, onChange } = useField<HistoryHandling>('history');

  return (
    <Field.Root name="history">
      <Field.Label>{t('actions.delete.history')}</Field.Label>
      <Radio.Group
        aria-label={t('actions.delete.history')}
        value={value}
        onValueChange={(next) => onChange('history', next === 'erase' ? 'erase' : 'keep')}
      >
        <Flex direction="column" alignItems="stretch" gap={3}>
          {(['keep', 'erase'] as const).map((handling) => (
            <Box key={handling}>
              <Radio.Item value={handling}>{t(`actions.delete.${handling}`)}</Radio.Item>
              <Box paddingLeft="2.8rem">
                <Typography variant="pi" textColor="neutral600">
                  {t(`actions.delete.${handling}Hint`, { name: userName })}
                </Typography>
              </Box>
            </Box>
          ))}
        </Flex>
      </Radio.Group>
    </Field.Root>
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
  const proof = user.email ?? user.user_id;

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
      initialValues={{ typed: null, history: meta.erasure_requested_at ? 'erase' : 'keep' }}
      submitLabel={t('actions.delete')}
      canSubmit={({ typed }) => typed?.trim().toLowerCase() === proof.toLowerCase()}
      onSubmit={submit}
    >
      <Note tone="danger">{t('actions.delete.intro', { name })}</Note>
      {meta.erasure_requested_at ? <Note>{t('actions.delete.requested')}</Note> : null}
      <HistoryField name={name} />
      <TypeToConfirm
        name="typed"
        phrase={proof}
        label={t(user.email ? 'actions.delete.typeEmail' : 'actions.delete.typeId')}
      />
    </FormDialog>
  );
};
