import { Flex } from '@strapi/design-system';
import * as React from 'react';

import { Note } from '../../../components/Note';
import { PageFooter } from '../../../components/PageFooter';
import { ErrorState } from '../../../components/States';
import { useAnnounceResult } from '../../../hooks/useAnnounceResult';
import { usePageParams } from '../../../hooks/usePageParams';
import { useTranslate } from '../../../hooks/useTranslate';
import { useUrlState } from '../../../hooks/useUrlState';
import { useFindSettingsQuery } from '../../../services/settings';
import { useUser } from '../useUser';
import { Devices } from './Devices';
import { useDevicesPage } from './useDevicesPage';

export const DevicesTab = () => {
  const t = useTranslate();
  const user = useUser();
  const { page, pageSize } = usePageParams();
  const { change } = useUrlState();
  const { data: settings } = useFindSettingsQuery();
  const { currentData, data, error, isFetching, refetch } = useDevicesPage(user.documentId);
  // Keeps the previous page until the next one is loaded.
  const shown = currentData ?? data;
  const lastPage = Math.max(1, currentData?.meta.pagination.pageCount ?? page);

  useAnnounceResult(
    { page, pageSize },
    currentData &&
      t('common.page', {
        text: t('devices.count', { count: currentData.meta.pagination.total }),
        page,
        pages: lastPage,
      })
  );

  React.useEffect(() => {
    // After the last device of the last page was unlinked.
    if (page > lastPage) {
      change({ page: String(lastPage) });
    }
  }, [change, lastPage, page]);

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      {settings?.jwt_management === 'legacy-support' ? <Note>{t('devices.legacy')}</Note> : null}
      {error && !isFetching ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <>
          <Devices
            key={user.documentId}
            userId={user.documentId}
            response={shown}
            isPending={isFetching && !currentData}
            mode={settings?.jwt_management}
          />
          {/* Below a skeleton, which is higher than few rows, it would move. */}
          {shown ? <PageFooter pagination={shown.meta.pagination} /> : null}
        </>
      )}
    </Flex>
  );
};
