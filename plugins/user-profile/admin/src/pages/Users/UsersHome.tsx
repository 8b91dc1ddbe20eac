import { Navigate } from 'react-router-dom';

import { ProtectPage } from '../../components/ProtectPage';
import { useAllowed } from '../../hooks/useAllowed';
import { CONNECTIONS_PATH, IMPORTS_PATH } from '../../utils/paths';
import { UsersPage } from './UsersPage';

/** The target of the menu entry: users, or the first page that the role may open. */
export const UsersHome = () => {
  const allowed = useAllowed();

  if (!allowed.readUsers && (allowed.readConnections || allowed.importUsers)) {
    return <Navigate to={allowed.readConnections ? CONNECTIONS_PATH : IMPORTS_PATH} replace />;
  }

  return (
    <ProtectPage permission="readUsers">
      <UsersPage />
    </ProtectPage>
  );
};
