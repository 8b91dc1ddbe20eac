import { Box } from '@strapi/design-system';
import { RESPONSIVE_DEFAULT_SPACING } from '@strapi/strapi/admin';

import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
import { usePrefetchConnections } from '../services/connections';
import { preload } from '../utils/lazyPart';
import { CONNECTIONS_PATH, LOG_PATH, USERS_PATH } from '../utils/paths';
import { type LinkTab, LinkTabs } from './LinkTabs';

/**
 * Links to the plugin's lists. They share one entry in Strapi's menu: it would mark two entries as current,
 * since the URL of one list is a prefix of the others'.
 */
export const SectionTabs = () => {
  const t = useTranslate();
  const { isLoading, allowed } = useAllowed();
  const prefetchConnections = usePrefetchConnections();
  const tabs: LinkTab[] = [
    ...(allowed.readUsers ? [{ to: USERS_PATH, label: t('users.title'), end: true }] : []),
    ...(allowed.readConnections
      ? [
          {
            to: CONNECTIONS_PATH,
            label: t('connections.title'),
            onIntent: () => {
              preload('connections');
              prefetchConnections();
            },
          },
        ]
      : []),
    ...(allowed.readUsers && allowed.readLog
      ? [{ to: LOG_PATH, label: t('log.title'), onIntent: () => preload('log') }]
      : []),
  ];

  if (!isLoading && tabs.length < 2) {
    return null;
  }

  // Keeps the room of the tabs until the permissions are known: they would push the page down.
  const shown = isLoading ? [{ to: USERS_PATH, label: t('users.title') }] : tabs;

  return (
    <Box
      paddingLeft={RESPONSIVE_DEFAULT_SPACING}
      paddingRight={RESPONSIVE_DEFAULT_SPACING}
      paddingBottom={6}
      style={isLoading ? { visibility: 'hidden' } : undefined}
    >
      <LinkTabs label={t('users.sections')} tabs={shown} />
    </Box>
  );
};
