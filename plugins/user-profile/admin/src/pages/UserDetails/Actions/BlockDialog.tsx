import { Typography } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';
import * as React from 'react';

import type { BlockRequest, BlockTerms } from '../../../../../shared/contracts/blocks';
import {
  BlockTermsFields,
  endsInThePast,
  givenTerms,
  NO_TERMS,
  trimTerms,
} from '../../../components/dialogs/BlockTermsFields';
import { FormDialog } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { useErrorText } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindUserOverviewQuery } from '../../../services/users';
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

interface BlockFormProps extends Omit<UserDialogProps, 'meta'> {
  initial: BlockTerms;
  title: string;
  body: string;
  submitLabel: string;
  isDanger?: boolean;
  /** The terms that the request contains. */
  toRequest: (terms: BlockTerms) => BlockRequest;
  canSubmit: (values: Values, modified: boolean) => boolean;
  done: string;
}

const BlockForm = ({
  user,
  initial,
  body,
  toRequest,
  canSubmit,
  done,
  ...rest
}: BlockFormProps) => {
  const errorText = useErrorText();
  const setBlocked = useSetBlocked(user);

  const submit = async ({ reason, until }: Values) => {
    const error = await setBlocked('block', toRequest({ reason, until }), done);

    return formErrors<Values>(error, ['reason', 'until'], errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      initialValues={{ ...initial }}
      canSubmit={(values, modified) => canSubmit(values, modified) && !endsInThePast(values)}
      onSubmit={submit}
    >
      {(values) => (
        <>
          <Typography>{body}</Typography>
          <Terms value={values} />
        </>
      )}
    </FormDialog>
  );
};

export const BlockDialog = ({ meta: _meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const { name } = rest.user;

  return (
    <BlockForm
      {...rest}
      isDanger
      initial={NO_TERMS}
      title={t('actions.block')}
      body={t('actions.block.body', { name })}
      submitLabel={t('actions.block')}
      toRequest={givenTerms}
      canSubmit={() => true}
      done={t('actions.block.done', { name })}
    />
  );
};

/** Changes the reason and the end of a block. */
export const ChangeBlockDialog = ({ meta: _meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const { documentId: id, name } = rest.user;
  const { currentData } = useFindUserOverviewQuery({ id });
  // The initial terms: a refetch must not replace what the administrator is editing.
  const [initial] = React.useState(currentData?.block ?? NO_TERMS);

  return (
    <BlockForm
      {...rest}
      initial={initial}
      title={t('actions.change-block')}
      body={t('actions.changeBlock.body', { name })}
      submitLabel={t('common.save')}
      toRequest={trimTerms}
      canSubmit={(_values, modified) => modified}
      done={t('actions.changeBlock.done', { name })}
    />
  );
};
