import { Page, useAuth } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';

import { ProtectPage } from '../components/ProtectPage';
import { ProtectTab } from '../components/ProtectTab';
import { Shortcuts } from '../components/Shortcuts/Shortcuts';
import { useTranslate } from '../hooks/useTranslate';
import { USERS_PATH } from '../utils/paths';
import { ConnectionPage } from './Connections/ConnectionPage';
import { ConnectionsPage } from './Connections/ConnectionsPage';
import { CreateConnectionPage } from './Connections/Create/CreateConnectionPage';
import { LogPage } from './Log/LogPage';
import { DetailsTab } from './UserDetails/Details/DetailsTab';
import { DevicesTab } from './UserDetails/Devices/DevicesTab';
import { HistoryTab } from './UserDetails/History/HistoryTab';
import { LocationsTab } from './UserDetails/Locations/LocationsTab';
import { RawJsonTab } from './UserDetails/RawJson/RawJsonTab';
import { UserDetailsPage } from './UserDetails/UserDetailsPage';
import { UsersHome } from './Users/UsersHome';

const App = () => {
  const t = useTranslate();
  const isLoadingAuth = useAuth('UserProfile', (state) => state.isLoading);

  // `useRBAC` checks only once and would treat permissions that are still loading as missing.
  if (isLoadingAuth) {
    return <Page.Loading>{t('state.loading')}</Page.Loading>;
  }

  return (
    <Shortcuts>
      <Routes>
        <Route index element={<UsersHome />} />
        <Route
          path="connections"
          element={
            <ProtectPage permission="readConnections">
              <ConnectionsPage />
            </ProtectPage>
          }
        />
        <Route
          path="connections/:name"
          element={
            <ProtectPage permission="readConnections">
              <ConnectionPage />
            </ProtectPage>
          }
        />
        {['new-connection', 'new-connection/:strategy'].map((path) => (
          <Route
            key={path}
            path={path}
            element={
              <ProtectPage permission="manageConnections">
                <CreateConnectionPage />
              </ProtectPage>
            }
          />
        ))}
        <Route
          path="log"
          element={
            <ProtectPage permission="readUsers">
              <ProtectPage permission="readLog">
                <LogPage />
              </ProtectPage>
            </ProtectPage>
          }
        />
        <Route
          path="users/:id"
          element={
            <ProtectPage permission="readUsers">
              <UserDetailsPage />
            </ProtectPage>
          }
        >
          <Route index element={<Navigate to="details" replace />} />
          <Route path="details" element={<DetailsTab />} />
          <Route
            path="devices"
            element={
              <ProtectTab permission="readDevices">
                <DevicesTab />
              </ProtectTab>
            }
          />
          <Route
            path="history"
            element={
              <ProtectTab permission="readEvents">
                <HistoryTab />
              </ProtectTab>
            }
          />
          <Route
            path="locations"
            element={
              <ProtectTab permission="readEvents">
                <LocationsTab />
              </ProtectTab>
            }
          />
          <Route path="raw-json" element={<RawJsonTab />} />
          <Route path="*" element={<Navigate to="../details" replace />} />
        </Route>
        <Route path="*" element={<Navigate to={USERS_PATH} replace />} />
      </Routes>
    </Shortcuts>
  );
};

export default App;
