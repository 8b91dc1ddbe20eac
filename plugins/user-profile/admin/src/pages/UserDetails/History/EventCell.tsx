import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';

import type { LogEvent } from '../../../../../shared/contracts/events';
import type { EventOutcome } from '../../../../../shared/event-types';
import { useTranslate } from '../../../hooks/useTranslate';

import { OutcomeIcon } from './OutcomeIcon';
import { Signals } from './Signals';
import { useEventText } from './useEventText';

const COLORS = {
  success: 'neutral800',
  warning: 'warning700',
  failure: 'danger700',
} as const satisfies Record<EventOutcome, string>;

/** What happened, and how it went; below it what was changed, why it failed, and who did it. */
export const EventCell = ({ event }: { event: LogEvent }) => {
  const t = useTranslate();
  const { nameOf, remarkOf } = useEventText();
  const remark = remarkOf(event);

  return (
    <Box maxWidth="40rem">
      <Flex gap={2} wrap="wrap">
        <OutcomeIcon outcome={event.outcome} />
        <VisuallyHidden>{t(`outcome.${event.outcome}`)}</VisuallyHidden>
        <Typography textColor={COLORS[event.outcome]} fontWeight="semiBold">
          {nameOf(event)}
        </Typography>
        <Signals signals={event.signals} />
      </Flex>
      {remark ? (
        <Box paddingLeft={6}>
          <Typography
            tag="div"
            variant="pi"
            textColor="neutral600"
            style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}
          >
            {remark}
          </Typography>
        </Box>
      ) : null}
    </Box>
  );
};
