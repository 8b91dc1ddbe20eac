import type { Connection } from '../../../../../shared/contracts/connections';
import { useRun } from '../../../components/dialogs/useRun';
import { EditorButtons } from '../../../components/EditorButtons';
import { useTranslate } from '../../../hooks/useTranslate';
import { useUpdateConnectionMutation } from '../../../services/connections';
import { ConnectionForm } from '../Form/ConnectionForm';
import type { ConnectionValues } from '../Form/connectionValues';
import type { OptionField } from '../Form/optionFields';
import { toOptions } from '../Form/optionValues';

interface EditConnectionFormProps {
  connection: Connection;
  /** Empty if only the display name can be changed. */
  fields: readonly OptionField[];
  onSaved: () => void;
  onClose: () => void;
}

export const EditConnectionForm = ({
  connection,
  fields,
  onSaved,
  onClose,
}: EditConnectionFormProps) => {
  const t = useTranslate();
  const run = useRun();
  const [update] = useUpdateConnectionMutation();

  const save = async ({ display_name: displayName, options }: ConnectionValues) => {
    const data = {
      display_name: displayName.trim(),
      ...(fields.length > 0 ? { options: toOptions(fields, options) } : {}),
    };
    const error = await run(
      update({ params: { name: connection.name }, body: { data } }),
      (saved) => t('connections.edit.done', { connection: saved.display_name })
    );

    if (!error) {
      onSaved();
      onClose();
    }

    return error;
  };

  return (
    <ConnectionForm
      strategy={connection.strategy}
      fields={fields}
      connection={connection}
      onSave={save}
    >
      {({ modified, isSubmitting }) => (
        <EditorButtons
          discard={t('connections.edit.discard', { connection: connection.display_name })}
          modified={modified}
          isSaving={isSubmitting}
          canSave={modified}
          onClose={onClose}
        />
      )}
    </ConnectionForm>
  );
};
