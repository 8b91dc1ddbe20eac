import { Typography } from '@strapi/design-system';

import { FormDialog } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { CheckboxField } from '../../../components/dialogs/FormFields';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { PasswordRules } from '../../../components/PasswordRules';
import { useTranslate } from '../../../hooks/useTranslate';
import { useSetPasswordMutation } from '../../../services/userActions';
import { meetsRules } from '../../../utils/passwordRules';
import { PasswordField } from './PasswordField';
import type { UserDialogProps } from './userDialogProps';

interface Values {
  password: string | null;
  end_sessions: boolean;
}

export const ChangePasswordDialog = ({
  user,
  meta: { password_rules: rules },
  ...rest
}: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [setPassword] = useSetPasswordMutation();

  const submit = async ({ password, end_sessions: end }: Values) => {
    if (!password || !meetsRules(rules, password)) {
      return { fields: { password: t('actions.changePassword.unmet') } };
    }

    const error = await run(
      setPassword({
        params: { id: user.documentId },
        body: { data: { password, end_sessions: end } },
      }),
      () => (end ? t('actions.changePassword.doneEnded') : t('actions.changePassword.done'))
    );

    return formErrors<Values>(error, ['password', 'end_sessions'], errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      title={t('actions.change-password')}
      initialValues={{ password: null, end_sessions: true }}
      submitLabel={t('actions.change-password')}
      canSubmit={({ password }) => password !== null}
      onSubmit={submit}
    >
      {({ password }) => (
        <>
          <Typography textColor="neutral600">
            {t('actions.changePassword.intro', { name: user.name })}
          </Typography>
          <PasswordField name="password" label={t('actions.changePassword.password')} />
          {rules.length > 0 ? <PasswordRules rules={rules} password={password ?? ''} /> : null}
          <CheckboxField
            name="end_sessions"
            label={t('actions.changePassword.endSessions')}
            hint={t('actions.changePassword.endSessionsHint')}
          />
        </>
      )}
    </FormDialog>
  );
};
