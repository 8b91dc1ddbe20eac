import { Box } from '@strapi/design-system';

import { Note } from '../../components/Note';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../services/settings';

/** Shown if Strapi does not know the proxy in front of it. */
export const ProxyNote = () => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery();
  const header = settings?.unknown_proxy_header;

  return header ? (
    <Box paddingBottom={4}>
      <Note tone="warning">{t('users.unknownProxy', { header })}</Note>
    </Box>
  ) : null;
};
