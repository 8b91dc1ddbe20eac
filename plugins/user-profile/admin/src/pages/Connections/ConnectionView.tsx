import { Box, Button, Flex, Link as DsLink } from '@strapi/design-system';
import { ArrowLeft, Trash } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { Link } from 'react-router-dom';

import type { Connection } from '../../../../shared/contracts/connections';
import { useAllowed } from '../../hooks/useAllowed';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { lazyPart, preload } from '../../utils/lazyPart';
import { CONNECTIONS_PATH } from '../../utils/paths';
import { ConnectionAbilities } from './ConnectionAbilities';
import { ConnectionFacts } from './ConnectionFacts';
import { ConnectionSettings } from './Edit/ConnectionSettings';
import { Login } from './Login/Login';
import { TestConnection } from './TestConnection';

const DeleteConnectionDialog = lazyPart('delete-connection', () =>
  import('./Delete/DeleteConnectionDialog').then((module) => module.DeleteConnectionDialog)
);

const preloadDelete = () => preload('delete-connection');

interface ConnectionViewProps {
  connection: Connection;
  isFetching: boolean;
}

export const ConnectionView = ({ connection, isFetching }: ConnectionViewProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const { remember, restore } = useFocusReturn();
  const [isDeleting, setIsDeleting] = React.useState(false);
  const [saves, setSaves] = React.useState(0);
  const { capabilities, display_name: label, managed_by: manager } = connection;

  useHeadingFocus(connection.name);

  return (
    <Page.Main labelledBy={HEADING_ID} aria-busy={isFetching}>
      <Page.Title>{label}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={label}
        primaryAction={
          allowed.manageConnections && manager === 'panel' ? (
            <Button
              variant="danger-light"
              startIcon={<Trash />}
              onPointerEnter={preloadDelete}
              onFocus={preloadDelete}
              onClick={() => {
                remember();
                setIsDeleting(true);
              }}
            >
              {t('connections.delete')}
            </Button>
          ) : null
        }
        navigationAction={
          <Box>
            <DsLink tag={Link} to={CONNECTIONS_PATH} startIcon={<ArrowLeft />}>
              {t('connections.title')}
            </DsLink>
          </Box>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          <ConnectionFacts connection={connection} />
          <ConnectionSettings
            connection={connection}
            onSaved={() => setSaves((count) => count + 1)}
          />
          {allowed.manageConnections && capabilities.test ? (
            // Saving invalidates the previous test result.
            <TestConnection key={saves} connection={connection} />
          ) : null}
          <Login connection={connection} />
          <ConnectionAbilities connection={connection} />
        </Flex>
      </Layouts.Content>
      {/* Not inside the header, which remounts its children when it becomes sticky. */}
      {isDeleting ? (
        <DeleteConnectionDialog
          connection={connection}
          onClose={() => setIsDeleting(false)}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </Page.Main>
  );
};
