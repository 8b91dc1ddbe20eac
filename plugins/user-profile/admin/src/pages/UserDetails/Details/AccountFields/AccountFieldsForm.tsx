import { Button, Field, Flex, Grid, Typography } from '@strapi/design-system';
import { Blocker, Form, useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import type { JsonValue } from '../../../../../../shared/contracts/json';
import {
  type AccountValues,
  changedFields,
  checkAccountValues,
  type InputField,
  isJson,
  toInputs,
} from '../../../../components/AccountFields/accountValues';
import { FieldInput } from '../../../../components/AccountFields/FieldInput';
import { useErrorText } from '../../../../components/dialogs/useRun';
import { EditorButtons } from '../../../../components/EditorButtons';
import { Note } from '../../../../components/Note';
import { useTranslate } from '../../../../hooks/useTranslate';
import type { ApiError } from '../../../../utils/errors';
import { type FieldErrors, sortProblems, withoutPath } from '../../../../utils/fieldErrors';
import { localizeError } from '../../../../utils/localizeError';
import { useUser } from '../../useUser';
import { type StoredFields, useStoreFields } from './useStoreFields';

interface AccountFieldsFormProps {
  fields: readonly InputField[];
  /** Whether the user has fields without an input. */
  isPartial: boolean;
  initial: StoredFields;
  onClose: () => void;
}

/** The path of a problem is `account_fields.<name>`. */
const locate = (problem: { path: string[]; message: string }) => {
  const path = problem.path[0] === 'data' ? problem.path.slice(1) : problem.path;

  return { field: path[1], message: withoutPath({ ...problem, path }) };
};

const isWide = (field: InputField): boolean =>
  isJson(field) || field.type === 'text' || field.type === 'richtext';

export const AccountFieldsForm = ({
  fields,
  isPartial,
  initial,
  onClose,
}: AccountFieldsFormProps) => {
  const t = useTranslate();
  const user = useUser();
  const store = useStoreFields(user.documentId);
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const element = React.useRef<HTMLDivElement>(null);
  const [base, setBase] = React.useState(initial);
  const [conflict, setConflict] = React.useState<StoredFields>();
  const [failure, setFailure] = React.useState<string>();
  const [serverErrors, setServerErrors] = React.useState<FieldErrors<string>>({});
  // Counts submits: each one focuses the first invalid field.
  const [tries, setTries] = React.useState(0);

  React.useEffect(() => {
    if (tries > 0) {
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [tries]);

  const showProblems = (error: ApiError) => {
    const names = fields.map(({ name }) => name);
    const { byField, other } = sortProblems(localizeError(error, t), names, locate);

    setServerErrors(byField);
    setFailure(other.length > 0 ? errorText({ ...error, message: other.join('; ') }) : undefined);
  };

  const save = async (inputs: AccountValues, onto: StoredFields) => {
    setTries((count) => count + 1);

    if (Object.keys(checkAccountValues(fields, inputs)).length > 0) {
      return;
    }

    setFailure(undefined);
    const outcome = await store(changedFields(fields, base.values, inputs), onto);
    setConflict(outcome.kind === 'conflict' ? outcome.stored : undefined);

    if (outcome.kind === 'rejected') {
      showProblems(outcome.error);
      setTries((count) => count + 1);
    }

    if (outcome.kind === 'stored') {
      toggleNotification({ type: 'success', message: t('fields.saved') });
      onClose();
    }
  };

  const reload = (stored: StoredFields) => {
    setBase(stored);
    setConflict(undefined);
    setServerErrors({});
  };

  return (
    <Form
      key={base.revision}
      method="PUT"
      initialValues={{ inputs: toInputs(fields, base.values) }}
      onSubmit={({ inputs }) => save(inputs, base)}
    >
      {({ values: { inputs }, modified, isSubmitting, onChange }) => {
        const found = checkAccountValues(fields, inputs);
        const change = (name: string, value: JsonValue) => {
          onChange('inputs', { ...inputs, [name]: value });
          setServerErrors(({ [name]: _solved, ...others }) => others);
        };
        const errorOf = (name: string): string | undefined =>
          tries > 0 && found[name] ? t(found[name]) : serverErrors[name]?.join('\n');

        return (
          <Flex ref={element} direction="column" alignItems="stretch" gap={5}>
            <Blocker />
            {conflict ? (
              <Note tone="warning" role="alert">
                <Flex direction="column" alignItems="flex-start" gap={3}>
                  <span>{t('fields.conflict')}</span>
                  <Flex gap={2} wrap="wrap">
                    <Button variant="secondary" size="S" onClick={() => reload(conflict)}>
                      {t('common.conflict.reload')}
                    </Button>
                    <Button
                      variant="tertiary"
                      size="S"
                      disabled={isSubmitting}
                      onClick={() => void save(inputs, conflict)}
                    >
                      {t('common.conflict.overwrite')}
                    </Button>
                  </Flex>
                </Flex>
              </Note>
            ) : null}
            {failure ? (
              <Note tone="danger" role="alert">
                {failure}
              </Note>
            ) : null}
            {isPartial ? (
              <Typography textColor="neutral600">{t('fields.readOnly')}</Typography>
            ) : null}
            <Grid.Root gap={5}>
              {fields.map((field) => (
                <Grid.Item
                  key={field.name}
                  col={isWide(field) ? 12 : 6}
                  s={12}
                  xs={12}
                  direction="column"
                  alignItems="stretch"
                >
                  <Field.Root
                    name={field.name}
                    required={field.required}
                    error={errorOf(field.name)}
                    style={{ whiteSpace: 'pre-line' }}
                  >
                    <Field.Label>{field.name}</Field.Label>
                    <FieldInput
                      field={field}
                      value={inputs[field.name] ?? null}
                      onChange={(value) => change(field.name, value)}
                    />
                    <Field.Error />
                  </Field.Root>
                </Grid.Item>
              ))}
            </Grid.Root>
            <EditorButtons
              discard={t('fields.discard')}
              modified={modified}
              isSaving={isSubmitting}
              canSave={modified}
              onClose={onClose}
            />
          </Flex>
        );
      }}
    </Form>
  );
};
