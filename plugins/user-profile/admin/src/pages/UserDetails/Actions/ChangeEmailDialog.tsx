import { Typography } from '@strapi/design-system';

import { MAX_LENGTHS } from '../../../../../shared/user-fields';
import { FormDialog, type FormFailure } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { CheckboxField, TextField } from '../../../components/dialogs/FormFields';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import { useUpdateUserMutation } from '../../../services/users';
import type { UserDialogProps } from './userDialogProps';

interface Values {
  email: string | null;
  email_verified: boolean;
}

/** Catches typing errors. The server validates the email address. */
const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const ChangeEmailDialog = ({ user, meta: _meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [update] = useUpdateUserMutation();
  const current = user.email ?? null;

  const submit = async ({ email, email_verified: verified }: Values) => {
    const newEmail = email?.trim() ?? '';

    if (!LOOKS_LIKE_EMAIL.test(newEmail)) {
      return { fields: { email: t('common.error.email') } } satisfies FormFailure<Values>;
    }

    const isSame = newEmail.toLowerCase() === current;
    const error = await run(
      update({
        params: { id: user.documentId },
        body: {
          data: {
            ...(isSame ? {} : { email: newEmail }),
            ...(verified && { email_verified: true }),
          },
        },
      }),
      () => t('actions.changeEmail.done')
    );

    return formErrors<Values>(error, ['email', 'email_verified'], errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      title={t('actions.change-email')}
      initialValues={{ email: current, email_verified: false }}
      submitLabel={t('common.save')}
      canSubmit={({ email, email_verified: verified }) =>
        email !== current || (verified && !user.email_verified)
      }
      onSubmit={submit}
    >
      <Typography textColor="neutral600">{t('actions.changeEmail.intro')}</Typography>
      <TextField
        name="email"
        type="email"
        label={t('actions.changeEmail.email')}
        required
        autoComplete="off"
        maxLength={MAX_LENGTHS.email}
      />
      <CheckboxField
        name="email_verified"
        label={t('actions.changeEmail.verified')}
        hint={t('actions.changeEmail.verifiedHint')}
      />
    </FormDialog>
  );
};
