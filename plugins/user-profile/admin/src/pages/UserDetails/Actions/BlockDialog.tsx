import { Typography } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';

import type { BlockTerms } from '../../../../../shared/contracts/blocks';
import {
  BlockTermsFields,
  endsInThePast,
  NO_TERMS,
} from '../../../components/dialogs/BlockTermsFields';
import { FormDialog } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { useErrorText } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import type { UserDialogProps } from './userDialogProps';
import { useSetBlocked } from './useSetBlocked';

type Values = BlockTerms & Record<string, unknown>;

const Terms = ({ value }: { value: BlockTerms }) => {
  const errors = useForm('Terms', (form) => form.errors) as Partial<Record<keyof Values, string>>;
  const onChange = useForm('Terms', (form) => form.onChange);

  return (
    <BlockTermsFields
      value={value}
      errors={errors}
      onChange={({ reason, until }) => {
        onChange('reason', reason);
        onChange('until', until);
      }}
    />
  );
};

export const BlockDialog = ({ user, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const setBlocked = useSetBlocked(user);
  const { name } = user;

  const submit = async ({ reason, until }: Values) => {
    const error = await setBlocked('block', { reason: reason?.trim() || null, until });

    return formErrors<Values>(error, ['reason', 'until'], errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      isDanger
      title={t('actions.block')}
      initialValues={{ ...NO_TERMS }}
      submitLabel={t('actions.block')}
      canSubmit={(values) => !endsInThePast(values)}
      onSubmit={submit}
    >
      {(values) => (
        <>
          <Typography>{t('actions.block.body', { name })}</Typography>
          <Terms value={values} />
        </>
      )}
    </FormDialog>
  );
};
