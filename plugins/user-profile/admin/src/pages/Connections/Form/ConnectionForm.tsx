import { Box, Flex, Typography } from '@strapi/design-system';
import { Blocker, Form } from '@strapi/strapi/admin';
import * as React from 'react';

import type { Connection } from '../../../../../shared/contracts/connections';
import { useErrorText } from '../../../components/dialogs/useRun';
import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';
import type { ApiError } from '../../../utils/errors';
import { sortProblems } from '../../../utils/fieldErrors';
import { localizeError } from '../../../utils/localizeError';
import { type ConnectionValues, validateConnection, valuesOf } from './connectionValues';
import { GeneralFields } from './GeneralFields';
import { locateProblem } from './locateProblem';
import type { OptionField } from './optionFields';
import { OptionInput } from './OptionInput';
import { useOptionText } from './useOptionText';

/** Longer lines are hard to read. */
const WIDTH = '72rem';

interface FormState {
  modified: boolean;
  isSubmitting: boolean;
}

interface ConnectionFormProps {
  strategy: string;
  fields: readonly OptionField[];
  /** Undefined for a new connection. */
  connection?: Connection;
  /** @returns the error, or undefined on success */
  onSave: (values: ConnectionValues) => Promise<ApiError | undefined>;
  /** The buttons below the form. */
  children: (state: FormState) => React.ReactNode;
}

/** Strapi's form expects errors nested like its values. */
const nested = (errors: Record<string, string>) => {
  const entries = Object.entries(errors);
  const options = entries
    .filter(([field]) => field.startsWith('options.'))
    .map(([field, text]) => [field.slice('options.'.length), text]);

  return { ...Object.fromEntries(entries), options: Object.fromEntries(options) };
};

/** The form of a connection with the options of its strategy. */
export const ConnectionForm = ({
  strategy,
  fields,
  connection,
  onSave,
  children,
}: ConnectionFormProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const text = useOptionText(strategy);
  const element = React.useRef<HTMLDivElement>(null);
  // A refetch must not replace what the administrator is editing.
  const [{ before, initialValues }] = React.useState(() => ({
    before: connection,
    initialValues: valuesOf(fields, connection),
  }));
  const [failure, setFailure] = React.useState<string>();
  // Counts failed submits: each one focuses the first invalid field.
  const [failedSubmits, setFailedSubmits] = React.useState(0);
  const stored = [...(before?.secrets_set ?? []), ...(before?.secrets_unreadable ?? [])];

  React.useEffect(() => {
    if (failedSubmits > 0) {
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [failedSubmits]);

  /** @returns the errors by field; empty on success */
  const submit = async (values: ConnectionValues): Promise<Record<string, string>> => {
    setFailure(undefined);
    const invalid = Object.entries(validateConnection(fields, values, before));

    if (invalid.length > 0) {
      return Object.fromEntries(invalid.map(([field, { id, values: v }]) => [field, t(id, v)]));
    }

    const error = await onSave(values);

    if (!error) {
      return {};
    }

    const names = ['name', 'display_name', ...fields.map(({ name }) => `options.${name}`)];
    const locate = locateProblem((line) => t('connections.form.line', { line }));
    const { byField, other } = sortProblems(localizeError(error, t), names, locate);
    setFailure(other.length > 0 ? errorText({ ...error, message: other.join('; ') }) : undefined);

    return Object.fromEntries(
      Object.entries(byField).map(([field, messages]) => [field, messages?.join('\n') ?? ''])
    );
  };

  return (
    <Form<ConnectionValues>
      method={connection ? 'PUT' : 'POST'}
      initialValues={initialValues}
      onSubmit={async (values, { setErrors }) => {
        const errors = await submit(values);

        if (Object.keys(errors).length > 0) {
          setErrors(nested(errors));
          setFailedSubmits((count) => count + 1);
        }
      }}
    >
      {({ modified, isSubmitting }) => (
        <Flex ref={element} direction="column" alignItems="stretch" gap={6}>
          <Blocker />
          {failure ? (
            <Note tone="danger" role="alert">
              {failure}
            </Note>
          ) : null}
          <GeneralFields isNew={!connection} />
          {fields.length > 0 ? (
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Box paddingTop={2}>
                <Typography tag="h3" variant="epsilon" fontWeight="bold">
                  {t('connections.options')}
                </Typography>
              </Box>
              <Flex direction="column" alignItems="stretch" gap={5} maxWidth={WIDTH}>
                {fields.map((field) => (
                  <OptionInput
                    key={field.name}
                    field={field}
                    text={text}
                    isSet={stored.includes(field.name)}
                  />
                ))}
              </Flex>
            </Flex>
          ) : null}
          <Box maxWidth={WIDTH}>{children({ modified, isSubmitting })}</Box>
        </Flex>
      )}
    </Form>
  );
};
