import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';

import { ProtectTab } from '../components/ProtectTab';
import { PERMISSIONS } from '../constants/permissions';
import { USERS_PATH } from '../utils/paths';

import { DetailsTab } from './UserDetails/Details/DetailsTab';
import { DevicesTab } from './UserDetails/Devices/DevicesTab';
import { HistoryTab } from './UserDetails/History/HistoryTab';
import { LocationsTab } from './UserDetails/Locations/LocationsTab';
import { RawJsonTab } from './UserDetails/RawJson/RawJsonTab';
import { UserDetailsPage } from './UserDetails/UserDetailsPage';
import { UsersPage } from './Users/UsersPage';

const App = () => (
  <Page.Protect permissions={[PERMISSIONS.readUsers]}>
    <Routes>
      <Route index element={<UsersPage />} />
      <Route path="users/:id" element={<UserDetailsPage />}>
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
  </Page.Protect>
);

export default App;
