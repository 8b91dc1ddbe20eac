import { Typography } from '@strapi/design-system';

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

/** Tells slips of the hand; what an address is, the server decides. */
const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const ChangeEmailDialog = ({ user, meta: _meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [update] = useUpdateUserMutation();
  const current = user.email ?? null;

  const submit = async ({ email, email_verified: verified }: Values) => {
    const address = email?.trim() ?? '';

    if (!LOOKS_LIKE_EMAIL.test(address)) {
      return { fields: { email: t('actions.changeEmail.invalid') } } satisfies FormFailure<Values>;
    }

    const isSame = address.toLowerCase() === current;
    const error = await run(
      update({
        id: user.documentId,
        data: { ...(isSame ? {} : { email: address }), ...(verified && { email_verified: true }) },
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
      submitLabel={t('actions.save')}
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
        maxLength={254}
      />
      <CheckboxField
        name="email_verified"
        label={t('actions.changeEmail.verified')}
        hint={t('actions.changeEmail.verifiedHint')}
      />
    </FormDialog>
  );
};
