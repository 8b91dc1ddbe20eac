import { ErrorState, LoadingState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useFindConnectionsQuery } from '../../services/connections';
import { SetupForm, type SetupFormProps } from './SetupForm';

/** The connection for accounts of Users & Permissions, which always exists. */
const LOCAL = 'local';

/** Loads what the form needs. */
export const ImportSetup = (props: Omit<SetupFormProps, 'connections' | 'preset'>) => {
  const { isLoading, allowed } = useAllowed();
  const { data, error, refetch } = useFindConnectionsQuery(undefined, {
    skip: !allowed.readConnections,
    refetchOnMountOrArgChange: true,
  });

  // The form keeps its first values, so it must not be rendered before everything is loaded.
  if (isLoading || (allowed.readConnections && !data)) {
    return error ? <ErrorState error={error} onRetry={refetch} /> : <LoadingState />;
  }

  const connections = data ?? null;
  const [only, ...others] = connections ?? [];
  const fallback = connections ? '' : LOCAL;
  const preset = only && others.length === 0 ? only.name : fallback;

  return (
    <SetupForm
      {...props}
      connections={connections}
      preset={props.userImport.format === 'export' ? '' : preset}
    />
  );
};
