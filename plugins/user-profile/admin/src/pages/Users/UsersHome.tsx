import { Navigate } from 'react-router-dom';

import { ProtectPage } from '../../components/ProtectPage';
import { useAllowed } from '../../hooks/useAllowed';
import { CONNECTIONS_PATH } from '../../utils/paths';
import { UsersPage } from './UsersPage';

/** The target of the menu entry: users, or connections if the role may only read those. */
export const UsersHome = () => {
  const { isLoading, allowed } = useAllowed();

  if (!isLoading && !allowed.readUsers && allowed.readConnections) {
    return <Navigate to={CONNECTIONS_PATH} replace />;
  }

  return (
    <ProtectPage permission="readUsers">
      <UsersPage />
    </ProtectPage>
  );
};
