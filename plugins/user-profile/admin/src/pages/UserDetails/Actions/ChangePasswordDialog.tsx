import { Typography } from '@strapi/design-system';

import { PasswordRules } from '../../../components/PasswordRules/PasswordRules';
import { useAllowed } from '../../../hooks/useAllowed';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindConnectionQuery } from '../../../services/connections';
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

/** The rules of the user's connection, for those who may read connections; the server checks anyway. */
const usePasswordRules = (connection: string | undefined) => {
  const { allowed } = useAllowed();
  const { data } = useFindConnectionQuery(connection ?? '', {
    skip: connection === undefined || !allowed.readConnections,
  });

  return data?.password_rules ?? [];
};

export const ChangePasswordDialog = ({ user, meta: _meta, ...rest }: DialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [setPassword] = useSetPasswordMutation();
  const rules = usePasswordRules(user.identities[0]?.connection);

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
