import { Box, Flex, TextButton } from '@strapi/design-system';
import { RESPONSIVE_DEFAULT_SPACING } from '@strapi/strapi/admin';
import * as React from 'react';

import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
import { usePrefetchConnections } from '../services/connectionsList';
import { lazyPart, preload } from '../utils/lazyPart';
import {
  CONNECTIONS_PATH,
  IMPORTS_PATH,
  LOG_PATH,
  OVERVIEW_PATH,
  USERS_PATH,
} from '../utils/paths';
import { type LinkTab, LinkTabs } from './LinkTabs';
import type { SectionIntent } from './SectionRequests';
import { useShortcutsHelp } from './Shortcuts/Shortcuts';

/** The list does not need these requests. */
const SectionRequests = lazyPart('section-requests', () =>
  import('./SectionRequests').then((module) => module.SectionRequests)
);

/**
 * Links to the plugin's lists. They share one entry in Strapi's menu: it would mark two entries as current,
 * since the URL of one list is a prefix of the others'.
 */
export const SectionTabs = () => {
  const t = useTranslate();
  const allowed = useAllowed();
  const openShortcuts = useShortcutsHelp();
  const mayReadLog = allowed.readUsers && allowed.readLog;
  const [intent, setIntent] = React.useState<SectionIntent>();
  const prefetchConnections = usePrefetchConnections();
  const prefetchSection = (section: SectionIntent['section']) => {
    preload(section);
    setIntent({ section });
  };
  const tabs: LinkTab[] = [
    ...(allowed.readUsers ? [{ to: USERS_PATH, label: t('users.title'), end: true }] : []),
    ...(mayReadLog
      ? [
          {
            to: OVERVIEW_PATH,
            label: t('overview.title'),
            onIntent: () => prefetchSection('overview'),
          },
          { to: LOG_PATH, label: t('log.title'), onIntent: () => prefetchSection('log') },
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
      {intent ? <SectionRequests intent={intent} /> : null}
    </Box>
  );
};
