import { Box, Flex, TextButton } from '@strapi/design-system';
import { RESPONSIVE_DEFAULT_SPACING } from '@strapi/strapi/admin';

import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
import { usePrefetchConnections } from '../services/connectionsList';
import { preload } from '../utils/lazyPart';
import {
  CONNECTIONS_PATH,
  IMPORTS_PATH,
  LOG_PATH,
  OVERVIEW_PATH,
  USERS_PATH,
} from '../utils/paths';
import { type LinkTab, LinkTabs } from './LinkTabs';
import { useShortcutsHelp } from './Shortcuts/Shortcuts';

/**
 * Links to the plugin's lists. They share one entry in Strapi's menu: it would mark two entries as current,
 * since the URL of one list is a prefix of the others'.
 */
export const SectionTabs = () => {
  const t = useTranslate();
  const allowed = useAllowed();
  const openShortcuts = useShortcutsHelp();
  const mayReadLog = allowed.readUsers && allowed.readLog;
  const prefetchConnections = usePrefetchConnections();
  const tabs: LinkTab[] = [
    ...(allowed.readUsers ? [{ to: USERS_PATH, label: t('users.title'), end: true }] : []),
    ...(mayReadLog
      ? [
          { to: OVERVIEW_PATH, label: t('overview.title'), onIntent: () => preload('overview') },
          { to: LOG_PATH, label: t('log.title'), onIntent: () => preload('log') },
        ]
      : []),
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
    // Other roles find it above the list of users.
    ...(allowed.importUsers && !allowed.readUsers
      ? [{ to: IMPORTS_PATH, label: t('imports.title'), onIntent: () => preload('imports') }]
      : []),
  ];

  return (
    <Box
      paddingLeft={RESPONSIVE_DEFAULT_SPACING}
      paddingRight={RESPONSIVE_DEFAULT_SPACING}
      paddingBottom={6}
    >
      <Flex justifyContent="space-between" alignItems="center" gap={4}>
        <Box flex="1" minWidth={0}>
          {tabs.length > 1 ? <LinkTabs label={t('users.sections')} tabs={tabs} /> : null}
        </Box>
        <Box display={{ initial: 'none', medium: 'block' }}>
          <TextButton onClick={openShortcuts}>{t('shortcuts.title')}</TextButton>
        </Box>
      </Flex>
    </Box>
  );
};
