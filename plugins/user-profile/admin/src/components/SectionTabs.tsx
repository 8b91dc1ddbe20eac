import { Box } from '@strapi/design-system';
import { RESPONSIVE_DEFAULT_SPACING } from '@strapi/strapi/admin';

import { useAllowed } from '../hooks/useAllowed';
import { useTranslate } from '../hooks/useTranslate';
import { CONNECTIONS_PATH, USERS_PATH } from '../utils/paths';
import { LinkTabs } from './LinkTabs';

/**
 * Links to the plugin's two lists. They share one entry in Strapi's menu: it would mark two entries as current,
 * since the URL of one list is a prefix of the other's.
 */
export const SectionTabs = () => {
  const t = useTranslate();
  const { allowed } = useAllowed();

  if (!allowed.readUsers || !allowed.readConnections) {
    return null;
  }

  return (
    <Box
      paddingLeft={RESPONSIVE_DEFAULT_SPACING}
      paddingRight={RESPONSIVE_DEFAULT_SPACING}
      paddingBottom={6}
    >
      <LinkTabs
        label={t('users.sections')}
        tabs={[
          { to: USERS_PATH, label: t('users.title'), end: true },
          { to: CONNECTIONS_PATH, label: t('connections.title') },
        ]}
      />
    </Box>
  );
};
