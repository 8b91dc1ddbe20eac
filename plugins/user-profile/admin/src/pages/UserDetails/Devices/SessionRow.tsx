import { Button, Flex, Typography } from '@strapi/design-system';

import type { DeviceSession } from '../../../../../shared/contracts/devices';
import { RelativeTime } from '../../../components/RelativeTime';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useTranslate } from '../../../hooks/useTranslate';

const Moment = ({ label, date }: { label: string; date: string }) => (
  <Flex direction="column" alignItems="flex-start" minWidth="12rem">
    <Typography variant="pi" textColor="neutral600">
      {label}
    </Typography>
    <Typography>
      <RelativeTime date={date} />
    </Typography>
  </Flex>
);

interface SessionRowProps {
  session: DeviceSession;
  /** Undefined if the role may not end sessions. */
  onEnd: (() => void) | undefined;
}

export const SessionRow = ({ session, onEnd }: SessionRowProps) => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const application = session.application ?? t('devices.sessions.unknownApplication');

  return (
    <Flex tag="li" gap={4} wrap="wrap" justifyContent="space-between">
      <Flex gap={6} wrap="wrap" alignItems="flex-start">
        <Typography
          style={{ width: '20rem', overflowWrap: 'anywhere', whiteSpace: 'normal' }}
          fontWeight="semiBold"
        >
          {application}
        </Typography>
        <Moment label={t('devices.sessions.created')} date={session.created_at} />
        <Moment label={t('devices.sessions.lastUsed')} date={session.last_used} />
        <Moment label={t('devices.sessions.expires')} date={session.expires_at} />
      </Flex>
      {onEnd ? (
        <Button
          size="S"
          variant="tertiary"
          aria-label={t('devices.session.end.label', {
            application,
            date: formatDate(session.created_at) ?? '–',
          })}
          onClick={onEnd}
        >
          {t('devices.session.end')}
        </Button>
      ) : null}
    </Flex>
  );
};
