import { Flex } from '@strapi/design-system';
import { Blocker, Form, useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import type { JsonObject } from '../../../../../../shared/contracts/users';
import { useErrorText } from '../../../../components/dialogs/useRun';
import { EditorButtons } from '../../../../components/EditorButtons';
import { JsonEditor } from '../../../../components/JsonEditor/JsonEditor';
import { Note } from '../../../../components/Note';
import { useTranslate } from '../../../../hooks/useTranslate';
import type { ApiError } from '../../../../utils/errors';
import { problemsOf } from '../../../../utils/fieldErrors';
import { localizeError } from '../../../../utils/localizeError';
import { checkMetadata } from './checkMetadata';
import { ConflictNotice } from './ConflictNotice';
import { EditorProblems } from './EditorProblems';
import { locateProblems } from './serverProblems';
import { type StoredMetadata, useStoreMetadata } from './useStoreMetadata';

const format = (metadata: JsonObject): string => JSON.stringify(metadata, null, 2);

interface MetadataEditorProps {
  name: string;
  userId: string;
  initial: StoredMetadata;
  onClose: () => void;
}

/** Edits metadata as text. The text survives every error; leaving it needs a confirmation. */
export const MetadataEditor = ({ name, userId, initial, onClose }: MetadataEditorProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const store = useStoreMetadata(userId);
  const problemsId = React.useId();
  const [base, setBase] = React.useState(initial);
  const [conflict, setConflict] = React.useState<StoredMetadata>();
  const [refusal, setRefusal] = React.useState<{ text: string; error: ApiError }>();

  const save = async (text: string, onto: StoredMetadata) => {
    const { value } = checkMetadata(text);

    if (!value) {
      return;
    }

    const outcome = await store(value, onto);
    setConflict(outcome.kind === 'conflict' ? outcome.stored : undefined);
    setRefusal(outcome.kind === 'refused' ? { text, error: outcome.error } : undefined);

    if (outcome.kind === 'stored') {
      toggleNotification({ type: 'success', message: t('metadata.saved') });
      onClose();
    }
  };

  const reload = (stored: StoredMetadata) => {
    setBase(stored);
    setConflict(undefined);
  };

  return (
    <Form
      method="PUT"
      initialValues={{ text: format(base.metadata) }}
      onSubmit={({ text }) => save(text, base)}
    >
      {({ values: { text }, modified, isSubmitting, onChange }) => {
        const { problems } = checkMetadata(text);
        // Errors of the server apply to the submitted text only.
        const error = refusal?.text === text ? refusal.error : undefined;
        const located = error ? locateProblems(text, problemsOf(localizeError(error, t))) : [];
        const hasError = problems.length > 0 || located.length > 0;

        return (
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Blocker />
            {conflict ? (
              <ConflictNotice
                name={name}
                stored={conflict.metadata}
                onReload={() => reload(conflict)}
                onOverwrite={problems.length > 0 ? undefined : () => save(text, conflict)}
              />
            ) : null}
            {error && located.length === 0 ? (
              <Note tone="danger" role="alert">
                {errorText(error)}
              </Note>
            ) : null}
            <JsonEditor
              value={text}
              label={t('metadata.editor', { name })}
              hasError={hasError}
              describedBy={problemsId}
              onChange={(next) => onChange('text', next)}
            />
            <EditorProblems id={problemsId} problems={problems} serverProblems={located} />
            <EditorButtons
              discard={t('metadata.discard.body')}
              modified={modified}
              isSaving={isSubmitting}
              canSave={modified && problems.length === 0}
              onClose={onClose}
            />
          </Flex>
        );
      }}
    </Form>
  );
};
