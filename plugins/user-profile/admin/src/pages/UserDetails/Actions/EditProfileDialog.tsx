import { Button, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { UpdateUser } from '../../../../../shared/contracts/user-writes';
import type { Profile } from '../../../../../shared/contracts/users';
import { FormDialog, type FormFailure } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { TextField } from '../../../components/dialogs/FormFields';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import { useUpdateUserMutation } from '../../../services/users';
import { isConflict } from '../../../utils/errors';
import { httpUrl } from '../../../utils/safeUrl';
import type { UserDialogProps } from './userDialogProps';

const FIELDS = ['name', 'given_name', 'family_name', 'nickname', 'picture'] as const;

type Values = Record<(typeof FIELDS)[number], string | null>;

type Changes = UpdateUser.Request['body']['data'] & Partial<Values>;

const valuesOf = (user: Profile): Values => ({
  name: user.name,
  given_name: user.given_name ?? null,
  family_name: user.family_name ?? null,
  nickname: user.nickname,
  picture: user.picture ?? null,
});

/** Only what was edited: the rest goes on following the identity provider. */
const changesOf = (before: Values, after: Values): Changes =>
  Object.fromEntries(
    FIELDS.map((field) => [field, after[field]?.trim() || null] as const).filter(
      ([field, value]) => value !== before[field]
    )
  );

export const EditProfileDialog = ({ user, meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [update] = useUpdateUserMutation();
  // What the form began with; somebody else's change in the background must not slip in.
  const [base, setBase] = React.useState({ values: valuesOf(user), revision: meta.revision });
  const latest = React.useRef(base);
  latest.current = { values: valuesOf(user), revision: meta.revision };

  const conflict: FormFailure<Values> = {
    notice: (
      <>
        <Typography tag="p">{t('actions.editProfile.conflict')}</Typography>
        <Button variant="tertiary" size="S" onClick={() => setBase(latest.current)}>
          {t('actions.editProfile.reload')}
        </Button>
      </>
    ),
  };

  const submit = async (values: Values): Promise<FormFailure<Values> | undefined> => {
    if (values.picture && !httpUrl(values.picture)) {
      return { fields: { picture: t('actions.editProfile.pictureInvalid') } };
    }

    const { values: before, revision } = base;
    const error = await run(
      update({ id: user.documentId, data: changesOf(before, values), revision }),
      () => t('actions.editProfile.done')
    );

    return isConflict(error) ? conflict : formErrors<Values>(error, FIELDS, errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      title={t('actions.edit-profile')}
      initialValues={base.values}
      version={base.revision}
      submitLabel={t('actions.save')}
      onSubmit={submit}
    >
      <Typography textColor="neutral600">{t('actions.editProfile.intro')}</Typography>
      <TextField name="name" label={t('actions.editProfile.name')} maxLength={300} />
      <TextField name="given_name" label={t('actions.editProfile.givenName')} maxLength={150} />
      <TextField name="family_name" label={t('actions.editProfile.familyName')} maxLength={150} />
      <TextField name="nickname" label={t('actions.editProfile.nickname')} maxLength={300} />
      <TextField
        name="picture"
        label={t('actions.editProfile.picture')}
        hint={t('actions.editProfile.pictureHint')}
        maxLength={2048}
      />
    </FormDialog>
  );
};
