import { Typography } from '@strapi/design-system';

import type { FindLocations } from '../../../../../shared/contracts/locations';
import type { PanelSettings } from '../../../../../shared/contracts/settings';
import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../../services/settings';

const PlacesNote = ({ state }: { state: PanelSettings['places']['state'] | undefined }) => {
  const t = useTranslate();

  switch (state) {
    case 'none':
      return <Note>{t('locations.noDatabase')}</Note>;
    case 'failed':
      return <Note>{t('locations.databaseFailed')}</Note>;
    default:
      return null;
  }
};

interface LocationNotesProps {
  meta: FindLocations.Response['meta'];
}

/** What the map cannot show, and why. */
export const LocationNotes = ({ meta }: LocationNotesProps) => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery();

  return (
    <>
      <PlacesNote state={settings?.places.state} />
      {meta.truncated ? <Note>{t('locations.truncated', { count: meta.logins })}</Note> : null}
      {meta.unknown > 0 && meta.unknown < meta.logins ? (
        <Typography variant="pi" textColor="neutral600">
          {t('locations.unknown', { unknown: meta.unknown, logins: meta.logins })}
        </Typography>
      ) : null}
    </>
  );
};
