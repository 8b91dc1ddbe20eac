import { Button, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { UpdateUser } from '../../../../../shared/contracts/user-writes';
import type { Profile } from '../../../../../shared/contracts/users';
import { MAX_LENGTHS, NAME_FIELDS, type NameField } from '../../../../../shared/user-fields';
import { FormDialog, type FormFailure } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { TextField } from '../../../components/dialogs/FormFields';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import { useUpdateUserMutation } from '../../../services/users';
import { httpUrl } from '../../../utils/safeUrl';
import { useReadConflict } from '../useReadConflict';
import type { UserDialogProps } from './userDialogProps';

type Values = Record<NameField, string | null>;

type Changes = UpdateUser.Request['body']['data'] & Partial<Values>;

const valuesOf = (user: Profile): Values => ({
  name: user.name,
  given_name: user.given_name ?? null,
  family_name: user.family_name ?? null,
  nickname: user.nickname,
  picture: user.picture ?? null,
});

/** Only changed fields: the others keep following the identity provider. */
const changesOf = (before: Values, after: Values): Changes =>
  Object.fromEntries(
    NAME_FIELDS.map((field) => [field, after[field]?.trim() || null] as const).filter(
      ([field, value]) => value !== before[field]
    )
  );

export const EditProfileDialog = ({ user, meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [update] = useUpdateUserMutation();
  const readConflict = useReadConflict();
  // The initial values: a refetch must not replace what the administrator is editing.
  const [base, setBase] = React.useState({ values: valuesOf(user), revision: meta.revision });

  const conflictWith = (stored: typeof base): FormFailure<Values> => ({
    notice: (
      <>
        <Typography tag="p">{t('actions.editProfile.conflict')}</Typography>
        <Button variant="tertiary" size="S" onClick={() => setBase(stored)}>
          {t('common.conflict.reload')}
        </Button>
      </>
    ),
  });

  const submit = async (values: Values): Promise<FormFailure<Values> | undefined> => {
    if (values.picture && !httpUrl(values.picture)) {
      return { fields: { picture: t('actions.editProfile.pictureInvalid') } };
    }

    const { values: before, revision } = base;
    const error = await run(
      update({
        params: { id: user.documentId },
        body: { data: changesOf(before, values), revision },
      }),
      () => t('actions.editProfile.done')
    );

    const stored = await readConflict(user.documentId, error);

    return stored
      ? conflictWith({ values: valuesOf(stored.data), revision: stored.meta.revision })
      : formErrors<Values>(error, NAME_FIELDS, errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      title={t('actions.edit-profile')}
      initialValues={base.values}
      version={base.revision}
      submitLabel={t('common.save')}
      onSubmit={submit}
    >
      <Typography textColor="neutral600">{t('actions.editProfile.intro')}</Typography>
      {NAME_FIELDS.map((field) => (
        <TextField
          key={field}
          name={field}
          label={t(`profile.${field}`)}
          hint={field === 'picture' ? t('actions.editProfile.pictureHint') : undefined}
          maxLength={MAX_LENGTHS[field]}
        />
      ))}
    </FormDialog>
  );
};
