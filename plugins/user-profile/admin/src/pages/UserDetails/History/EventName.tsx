import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, CrossCircle, WarningCircle } from '@strapi/icons';

import type { LogEvent } from '../../../../../shared/contracts/events';
import type { EventOutcome } from '../../../../../shared/event-types';
import { useTranslate } from '../../../hooks/useTranslate';

import { useEventName } from './useEventName';

const ICONS = {
  success: { Icon: CheckCircle, fill: 'success600' },
  warning: { Icon: WarningCircle, fill: 'warning600' },
  failure: { Icon: CrossCircle, fill: 'danger600' },
} as const satisfies Record<EventOutcome, unknown>;

export const EventName = ({ event }: { event: Pick<LogEvent, 'type' | 'outcome'> }) => {
  const t = useTranslate();
  const eventName = useEventName();
  const { Icon, fill } = ICONS[event.outcome];

  return (
    <Flex gap={2}>
      <Icon fill={fill} aria-hidden style={{ flexShrink: 0 }} />
      <VisuallyHidden>{t(`outcome.${event.outcome}`)}</VisuallyHidden>
      <Typography textColor="neutral800">{eventName(event.type)}</Typography>
    </Flex>
  );
};
