import type { Connection } from '../../../../shared/contracts/connections';
import type { UserImport } from '../../../../shared/contracts/imports';
import { PartSkeleton } from '../../components/PartSkeleton';
import { ErrorState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { SetupForm, type SetupFormProps } from './SetupForm';
import { useImportConnections } from './useImportConnections';

/** The connection for accounts of Users & Permissions, which always exists. */
const LOCAL = 'local';

/** The connection of all users that is chosen at first; empty for none. */
const presetOf = (
  { format, connections: inFile }: UserImport,
  connections: readonly Connection[] | undefined
): string => {
  if (format === 'export') {
    return '';
  }

  if (!connections) {
    return LOCAL;
  }

  const same = inFile.length === 1 && connections.some(({ name }) => name === inFile[0]);

  return same ? inFile[0] : connections.length === 1 ? connections[0].name : '';
};

/** Loads what the form needs. */
export const ImportSetup = (
  props: Omit<SetupFormProps, 'connections' | 'preset' | 'mayUpdate'>
) => {
  const allowed = useAllowed();
  const { data, error, refetch } = useImportConnections();

  // The form keeps its first values, so it must not be rendered before everything is loaded.
  if (allowed.readConnections && !data) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <PartSkeleton heights={['24rem']} />
    );
  }

  return (
    <SetupForm
      {...props}
      connections={data ?? null}
      preset={presetOf(props.userImport, data)}
      mayUpdate={allowed.updateUsers}
    />
  );
};
