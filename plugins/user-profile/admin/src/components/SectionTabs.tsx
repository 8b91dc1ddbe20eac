import { Box, Flex, TextButton } from '@strapi/design-system';
import { RESPONSIVE_DEFAULT_SPACING } from '@strapi/strapi/admin';

import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
import { CONNECTIONS_PATH, LOG_PATH, USERS_PATH } from '../utils/paths';
import { LinkTabs } from './LinkTabs';
import { useShortcutsHelp } from './Shortcuts/Shortcuts';

/**
 * Links to the plugin's lists. They share one entry in Strapi's menu: it would mark two entries as current,
 * since the URL of one list is a prefix of the others'.
 */
export const SectionTabs = () => {
  const t = useTranslate();
  const { allowed } = useAllowed();
  const openShortcuts = useShortcutsHelp();
  const tabs = [
    ...(allowed.readUsers ? [{ to: USERS_PATH, label: t('users.title'), end: true }] : []),
    ...(allowed.readConnections ? [{ to: CONNECTIONS_PATH, label: t('connections.title') }] : []),
    ...(allowed.readUsers && allowed.readLog ? [{ to: LOG_PATH, label: t('log.title') }] : []),
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
