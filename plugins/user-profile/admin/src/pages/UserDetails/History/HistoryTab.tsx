import { Flex, Typography } from '@strapi/design-system';

import { CaptureNote } from '../../../components/Events/CaptureNote';
import { EventList } from '../../../components/Events/EventList';
import { ExportMenu } from '../../../components/Export/ExportMenu';
import { EventFilterTags } from '../../../components/Filters/EventFilterTags';
import { useAllowed } from '../../../hooks/useAllowed';
import { useEventListState } from '../../../hooks/useEventListState';
import { useDeviceName } from '../../../hooks/useEventPage';
import { useTranslate } from '../../../hooks/useTranslate';
import { DEFAULT_RANGE } from '../../../utils/range';
import { useUser } from '../useUser';
import { HistoryFilters } from './HistoryFilters';
import { NoEvents } from './NoEvents';

export const HistoryTab = () => {
  const t = useTranslate();
  const user = useUser();
  const allowed = useAllowed();
  const state = useEventListState(false);
  const request = { userId: user.documentId, query: state.search };
  const deviceName = useDeviceName(request, state);

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Typography textColor="neutral600">
          {state.range.preset === DEFAULT_RANGE.preset
            ? t('history.intro')
            : t('history.intro.range')}
        </Typography>
        <Flex gap={2} wrap="wrap" alignItems="flex-start">
          <HistoryFilters state={state} />
          {allowed.exportUsers ? (
            <ExportMenu
              label={t('users.export')}
              selection={{ path: `/users/${user.documentId}/events/export`, ...state.search }}
            />
          ) : null}
        </Flex>
      </Flex>
      <EventFilterTags
        filters={state.filters}
        deviceName={deviceName}
        onChange={state.setFilters}
      />
      <CaptureNote />
      <EventList
        key={user.documentId}
        label={t('history.label')}
        request={request}
        state={state}
        empty={<NoEvents state={state} />}
      />
    </Flex>
  );
};
