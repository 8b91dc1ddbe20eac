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
import { DraftOffer } from './DraftOffer';
import { EditorProblems } from './EditorProblems';
import { locateProblems } from './serverProblems';
import { type MetadataDraft, useMetadataDraft } from './useMetadataDraft';
import { sameMetadata, type StoredMetadata, useStoreMetadata } from './useStoreMetadata';

const format = (metadata: JsonObject): string => JSON.stringify(metadata, null, 2);

interface MetadataEditorProps {
  name: string;
  userId: string;
  initial: StoredMetadata;
  onClose: () => void;
}

/**
 * Edits metadata as text. The text survives every error and, as a draft, the end of the session. Leaving unsaved
 * text asks for a confirmation.
 */
export const MetadataEditor = ({ name, userId, initial, onClose }: MetadataEditorProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const store = useStoreMetadata(userId);
  const problemsId = React.useId();
  /** What the form compares the text with. */
  const [base, setBase] = React.useState(initial);
  /** What was stored when the editing began, which is earlier for a restored draft. */
  const [since, setSince] = React.useState(initial);
  const draft = useMetadataDraft(name, userId);
  const [offer, setOffer] = React.useState(() =>
    draft.found?.text === format(initial.metadata) ? undefined : draft.found
  );
  const [conflict, setConflict] = React.useState<StoredMetadata>();
  const [rejection, setRejection] = React.useState<{ text: string; error: ApiError }>();

  const save = async (text: string, onto: StoredMetadata) => {
    const { value } = checkMetadata(text);

    if (!value) {
      return;
    }

    const outcome = await store(value, onto);
    setConflict(outcome.kind === 'conflict' ? outcome.stored : undefined);
    setRejection(outcome.kind === 'rejected' ? { text, error: outcome.error } : undefined);

    if (outcome.kind === 'stored') {
      draft.remove();
      toggleNotification({ type: 'success', message: t('metadata.saved') });
      onClose();
    }
  };

  return (
    <Form
      method="PUT"
      initialValues={{ text: format(base.metadata) }}
      onSubmit={({ text }) => save(text, since)}
    >
      {({ values: { text }, modified, isSubmitting, onChange }) => {
        const { problems } = checkMetadata(text);
        // Errors of the server apply to the submitted text only.
        const error = rejection?.text === text ? rejection.error : undefined;
        const located = error ? locateProblems(text, problemsOf(localizeError(error, t))) : [];
        const hasError = problems.length > 0 || located.length > 0;

        const edit = (next: string) => {
          onChange('text', next);
          if (next === format(base.metadata)) {
            draft.remove();
          } else {
            draft.keep(next, since);
          }
        };

        const restore = ({ text: drafted, base: stored }: MetadataDraft) => {
          setOffer(undefined);
          setSince(stored);
          onChange('text', drafted);
          draft.keep(drafted, stored);
          if (!sameMetadata(stored.metadata, base.metadata)) {
            setConflict(base);
          }
        };

        const reload = (stored: StoredMetadata) => {
          setBase(stored);
          setSince(stored);
          // The form resets the text only if the base changes, which a restored draft may be compared with already.
          onChange('text', format(stored.metadata));
          setConflict(undefined);
          draft.remove();
        };

        return (
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Blocker />
            {offer ? (
              <DraftOffer
                edited={offer.edited}
                onRestore={() => restore(offer)}
                onDiscard={() => {
                  setOffer(undefined);
                  draft.remove();
                }}
              />
            ) : null}
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
              onChange={edit}
            />
            <EditorProblems id={problemsId} problems={problems} serverProblems={located} />
            <EditorButtons
              discard={t('metadata.discard.body')}
              modified={modified}
              isSaving={isSubmitting}
              canSave={modified && problems.length === 0}
              onClose={() => {
                if (modified) {
                  draft.remove();
                }
                onClose();
              }}
            />
          </Flex>
        );
      }}
    </Form>
  );
};
