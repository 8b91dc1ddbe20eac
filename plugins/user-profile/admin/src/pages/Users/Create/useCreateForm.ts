import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

import type { Connection } from '../../../../../shared/contracts/connections';
import { useTranslate } from '../../../hooks/useTranslate';
import { useCreateUserMutation } from '../../../services/usersList';
import { type FieldErrors, sortProblems } from '../../../utils/fieldErrors';
import { userPath } from '../../../utils/paths';
import {
  checkValues,
  CREATE_FIELDS,
  type CreateField,
  type CreateValues,
  emptyValues,
  toBody,
} from './createForm';

/** `connections` is null if the role may not read connections. */
export const useCreateForm = (connections: readonly Connection[] | null, preset: string) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { toggleNotification } = useNotification();
  const [createUser, { isLoading }] = useCreateUserMutation();

  const [values, setValues] = React.useState<CreateValues>(() => emptyValues(preset));
  const [left, setLeft] = React.useState<readonly CreateField[]>([]);
  const [serverErrors, setServerErrors] = React.useState<FieldErrors<CreateField>>({});
  const [failure, setFailure] = React.useState<string>();
  // Counts submits: each one focuses the first invalid field.
  const [tries, setTries] = React.useState(0);

  const connection = connections?.find(({ name }) => name === values.connection);
  const found = checkValues(values, connection);

  const change = (field: CreateField, value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    setServerErrors(({ [field]: _solved, ...others }) => others as FieldErrors<CreateField>);
  };

  const leave = (field: CreateField) => setLeft((fields) => [...new Set([...fields, field])]);

  /** A field shows its error after it has lost the focus. */
  const errorOf = (field: CreateField): string | undefined => {
    const own = found[field];

    return own && left.includes(field) ? t(own) : serverErrors[field]?.join('\n');
  };

  const submit = async () => {
    setLeft(CREATE_FIELDS);
    setFailure(undefined);
    setTries((count) => count + 1);

    if (Object.keys(found).length > 0) {
      return;
    }

    const result = await createUser(toBody(values, connection));

    if ('error' in result) {
      const { byField, other } = sortProblems(result.error, CREATE_FIELDS);

      setServerErrors(byField);
      setFailure(other.length > 0 ? other.join('; ') : undefined);
      setTries((count) => count + 1);
      return;
    }

    const { documentId, name } = result.data.data;

    toggleNotification({ type: 'success', message: t('create.done', { name }) });
    navigate(userPath(documentId), { state: { usersSearch: search } });
  };

  return { values, connection, isLoading, failure, tries, change, leave, errorOf, submit };
};

export type CreateForm = ReturnType<typeof useCreateForm>;
