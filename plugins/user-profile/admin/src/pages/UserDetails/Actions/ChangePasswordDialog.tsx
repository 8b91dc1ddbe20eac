import { Typography } from '@strapi/design-system';

import { PasswordRules } from '../../../components/PasswordRules/PasswordRules';
import { useTranslate } from '../../../hooks/useTranslate';
import { useSetPasswordMutation } from '../../../services/users';
import { meetsRules } from '../../../utils/passwordRules';
import type { DialogProps } from './dialogProps';
import { FormDialog } from './FormDialog';
import { CheckboxField } from './FormFields';
import { PasswordField } from './PasswordField';
import { refusalOf } from './refusal';
import { useErrorText, useRun } from './useRun';

interface Values {
  password: string | null;
  end_sessions: boolean;
}

export const ChangePasswordDialog = ({
  user,
  meta: { password_rules: rules },
  ...rest
}: DialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [setPassword] = useSetPasswordMutation();

  const submit = async ({ password, end_sessions: end }: Values) => {
    if (!password || !meetsRules(rules, password)) {
      return { fields: { password: t('actions.changePassword.unmet') } };
    }

    const error = await run(
      setPassword({ id: user.documentId, password, end_sessions: end }),
      () => (end ? t('actions.changePassword.doneEnded') : t('actions.changePassword.done'))
    );

    return refusalOf<Values>(error, ['password', 'end_sessions'], errorText);
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
