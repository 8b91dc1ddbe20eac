import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

import type { AccountField } from '../../../../../shared/contracts/account-fields';
import type { Connection } from '../../../../../shared/contracts/connections';
import type { JsonValue } from '../../../../../shared/contracts/json';
import {
  type AccountValues,
  checkAccountValues,
  initialAccountValues,
  toAccountFields,
} from '../../../components/AccountFields/accountValues';
import { useErrorText } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import { useCreateUserMutation } from '../../../services/usersList';
import { type FieldErrors, sortProblems } from '../../../utils/fieldErrors';
import { localizeError } from '../../../utils/localizeError';
import { userPath } from '../../../utils/paths';
import type { TranslationKey } from '../../../utils/translations';
import {
  checkValues,
  CREATE_FIELDS,
  type CreateFieldName,
  type CreateValues,
  emptyValues,
  type FieldKey,
  locateCreateProblem,
  offersInvitation,
  toBody,
} from './createForm';

interface CreateFormOptions {
  /** Null if the role may not read connections. */
  connections: readonly Connection[] | null;
  preset: string;
  /** Whether the site sends invitations. */
  siteInvites: boolean;
  /** The fields of the account that the form asks for. */
  accountFields: readonly AccountField[];
}

export const useCreateForm = ({
  connections,
  preset,
  siteInvites,
  accountFields,
}: CreateFormOptions) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { toggleNotification } = useNotification();
  const [createUser, { isLoading }] = useCreateUserMutation();

  const [values, setValues] = React.useState<CreateValues>(() => emptyValues(preset));
  const [accountValues, setAccountValues] = React.useState<AccountValues>(() =>
    initialAccountValues(accountFields)
  );
  const [left, setLeft] = React.useState<readonly FieldKey[]>([]);
  const [serverErrors, setServerErrors] = React.useState<FieldErrors<FieldKey>>({});
  const errorText = useErrorText();
  const [failure, setFailure] = React.useState<string>();
  // Counts submits: each one focuses the first invalid field.
  const [tries, setTries] = React.useState(0);

  const [wantsInvite, setWantsInvite] = React.useState(false);

  const connection = connections?.find(({ name }) => name === values.connection);
  const canInvite = offersInvitation(connections, connection, siteInvites);
  const invite = canInvite && wantsInvite;
  const accountProblems = Object.entries(checkAccountValues(accountFields, accountValues));
  const found: Partial<Record<FieldKey, TranslationKey>> = {
    ...checkValues(values, connection, { invite }),
    ...Object.fromEntries(accountProblems.map(([name, text]) => [`account_fields.${name}`, text])),
  };
  const keys: readonly FieldKey[] = [
    ...CREATE_FIELDS,
    ...accountFields.map(({ name }) => `account_fields.${name}` as const),
  ];

  const forgetServerError = (field: FieldKey) =>
    setServerErrors(({ [field]: _solved, ...others }) => others as FieldErrors<FieldKey>);

  const change = (field: CreateFieldName, value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    forgetServerError(field);
  };

  const changeAccount = (name: string, value: JsonValue) => {
    setAccountValues((current) => ({ ...current, [name]: value }));
    forgetServerError(`account_fields.${name}`);
  };

  const leave = (field: FieldKey) => setLeft((fields) => [...new Set([...fields, field])]);

  /** A field shows its error after it has lost the focus. */
  const errorOf = (field: FieldKey): string | undefined => {
    const own = found[field];

    return own && left.includes(field) ? t(own) : serverErrors[field]?.join('\n');
  };

  const submit = async () => {
    setLeft(keys);
    setFailure(undefined);
    setTries((count) => count + 1);

    if (Object.keys(found).length > 0) {
      return;
    }

    const result = await createUser(
      toBody(values, connection, {
        accountFields: toAccountFields(accountFields, accountValues),
        invite,
      })
    );

    if ('error' in result) {
      const { byField, other } = sortProblems(
        localizeError(result.error, t),
        keys,
        locateCreateProblem
      );

      setServerErrors(byField);
      setFailure(
        other.length > 0 ? errorText({ ...result.error, message: other.join('; ') }) : undefined
      );
      setTries((count) => count + 1);
      return;
    }

    const { documentId, name } = result.data.data;

    const hasFailed = invite && result.data.meta.invitation?.sent_at == null;
    const invited = hasFailed ? 'create.invitedFailed' : 'create.invited';

    toggleNotification({
      type: hasFailed ? 'warning' : 'success',
      message: t(invite ? invited : 'create.done', { name }),
    });
    navigate(userPath(documentId), { state: { usersSearch: search } });
  };

  return {
    values,
    accountValues,
    connection,
    canInvite,
    invite,
    setInvite: setWantsInvite,
    isLoading,
    failure,
    tries,
    change,
    changeAccount,
    leave,
    errorOf,
    submit,
  };
};

export type CreateForm = ReturnType<typeof useCreateForm>;
