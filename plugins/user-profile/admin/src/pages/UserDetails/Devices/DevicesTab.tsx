import { Flex } from '@strapi/design-system';

import { Note } from '../../../components/Note';
import { PageFooter } from '../../../components/PageFooter';
import { PlaceAttribution } from '../../../components/PlaceAttribution/PlaceAttribution';
import { EmptyState, ErrorState } from '../../../components/States/States';
import { usePageParams } from '../../../hooks/usePageParams';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindDevicesQuery } from '../../../services/devices';
import { useFindSettingsQuery } from '../../../services/settings';
import { useUser } from '../useUser';

import { DevicesTable } from './DevicesTable';

export const DevicesTab = () => {
  const t = useTranslate();
  const user = useUser();
  const { page, pageSize } = usePageParams();
  const { data: settings } = useFindSettingsQuery();
  const { currentData, error, isFetching, refetch } = useFindDevicesQuery(
    { userId: user.documentId, page, pageSize },
    { refetchOnMountOrArgChange: true }
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      {settings?.jwt_management === 'legacy-support' ? <Note>{t('devices.legacy')}</Note> : null}
      {error && !isFetching ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <>
          <DevicesTable
            devices={currentData?.data ?? []}
            isLoading={!currentData}
            empty={<EmptyState content={t('devices.empty')} />}
          />
          <PlaceAttribution />
          <PageFooter pagination={currentData?.meta.pagination} />
        </>
      )}
    </Flex>
  );
};
