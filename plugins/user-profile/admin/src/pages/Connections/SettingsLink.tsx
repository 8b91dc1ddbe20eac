import { Link as DsLink } from '@strapi/design-system';
import { Link } from 'react-router-dom';

import type { Connection } from '../../../../shared/contracts/connections';
import { useTranslate } from '../../hooks/useTranslate';
import { httpUrl } from '../../utils/safeUrl';

interface SettingsLinkProps {
  connection: Connection;
}

/** Where a connection is configured, as a link if there is a page for it. */
export const SettingsLink = ({
  connection: { display_name: connection, managed_by: manager, settings_url: url },
}: SettingsLinkProps) => {
  const t = useTranslate();
  const remote = httpUrl(url);
  const place = t(`connections.managedBy.${manager}`);
  const label = t('connections.settings.of', { place, connection });

  if (remote) {
    return (
      <DsLink href={remote} isExternal aria-label={label}>
        {place}
      </DsLink>
    );
  }

  return url?.startsWith('/') ? (
    <DsLink tag={Link} to={url} aria-label={label}>
      {place}
    </DsLink>
  ) : (
    <>{place}</>
  );
};
