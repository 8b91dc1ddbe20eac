import { Navigate, Route, Routes } from 'react-router-dom';

import { AllowedProvider } from '../components/AllowedProvider';
import { PageStyle } from '../components/PageStyle';
import { ProtectPage } from '../components/ProtectPage';
import { ProtectTab } from '../components/ProtectTab';
import { Shortcuts } from '../components/Shortcuts/Shortcuts';
import { PageSkeleton, TabSkeleton } from '../components/Skeleton';
import { UndoToastProvider } from '../components/UndoToast';
import { lazyPart } from '../utils/lazyPart';
import { USERS_PATH } from '../utils/paths';
import { UsersHome } from './Users/UsersHome';

// The list is the page that the menu opens. It is loaded with the code that all pages share, which would
// otherwise be dozens of small files.

const ConnectionPage = lazyPart(
  'connection',
  () => import('./Connections/ConnectionPage').then((module) => module.ConnectionPage),
  <PageSkeleton />
);

const ConnectionsPage = lazyPart(
  'connections',
  () => import('./Connections/ConnectionsPage').then((module) => module.ConnectionsPage),
  <PageSkeleton />
);

const CreateConnectionPage = lazyPart(
  'create-connection',
  () =>
    import('./Connections/Create/CreateConnectionPage').then(
      (module) => module.CreateConnectionPage
    ),
  <PageSkeleton />
);

const ImportsPage = lazyPart(
  'imports',
  () => import('./Import/ImportsPage').then((module) => module.ImportsPage),
  <PageSkeleton />
);

const ImportPage = lazyPart(
  'import',
  () => import('./Import/ImportPage').then((module) => module.ImportPage),
  <PageSkeleton />
);

const LogPage = lazyPart(
  'log',
  () => import('./Log/LogPage').then((module) => module.LogPage),
  <PageSkeleton />
);

const DetailsTab = lazyPart(
  'details',
  () => import('./UserDetails/Details/DetailsTab').then((module) => module.DetailsTab),
  <TabSkeleton />
);

const DevicesTab = lazyPart(
  'devices',
  () => import('./UserDetails/Devices/DevicesTab').then((module) => module.DevicesTab),
  <TabSkeleton />
);

const HistoryTab = lazyPart(
  'history',
  () => import('./UserDetails/History/HistoryTab').then((module) => module.HistoryTab),
  <TabSkeleton />
);

const LocationsTab = lazyPart(
  'locations',
  () => import('./UserDetails/Locations/LocationsTab').then((module) => module.LocationsTab),
  <TabSkeleton />
);

const RawJsonTab = lazyPart(
  'raw-json',
  () => import('./UserDetails/RawJson/RawJsonTab').then((module) => module.RawJsonTab),
  <TabSkeleton />
);

const UserDetailsPage = lazyPart(
  'user',
  () => import('./UserDetails/UserDetailsPage').then((module) => module.UserDetailsPage),
  <PageSkeleton />
);

/** With the libraries of its charts. */
const OverviewPage = lazyPart(
  'overview',
  () => import('./Overview/OverviewPage').then((module) => module.OverviewPage),
  <PageSkeleton />
);

const App = () => (
  <AllowedProvider loading={<PageSkeleton />}>
    <Shortcuts>
      <UndoToastProvider>
        <PageStyle />
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
            path="imports"
            element={
              <ProtectPage permission="importUsers">
                <ImportsPage />
              </ProtectPage>
            }
          />
          <Route
            path="imports/:id"
            element={
              <ProtectPage permission="importUsers">
                <ImportPage />
              </ProtectPage>
            }
          />
          <Route
            path="overview"
            element={
              <ProtectPage permission="readUsers">
                <ProtectPage permission="readLog">
                  <OverviewPage />
                </ProtectPage>
              </ProtectPage>
            }
          />
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
      </UndoToastProvider>
    </Shortcuts>
  </AllowedProvider>
);

export default App;
