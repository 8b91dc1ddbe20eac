import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';

import type { LogEvent } from '../../../../shared/contracts/events';
import type { EventOutcome } from '../../../../shared/event-types';
import { useTranslate } from '../../hooks/useTranslate';
import { OutcomeIcon } from './OutcomeIcon';
import { Signals } from './Signals';
import { useEventText } from './useEventText';

const COLORS = {
  success: 'neutral800',
  // Strapi's warning colors have a contrast below 4.5:1 in light; the icon shows the outcome too.
  warning: 'neutral800',
  failure: 'danger700',
} as const satisfies Record<EventOutcome, string>;

/** The name and outcome of an event, with the change, the reason and the actor below. */
export const EventCell = ({ event }: { event: LogEvent }) => {
  const t = useTranslate();
  const { nameOf, remarkOf } = useEventText();
  const remark = remarkOf(event);

  return (
    <Flex gap={2} alignItems="flex-start" minWidth="20rem" maxWidth="40rem">
      <Flex height="2rem">
        <OutcomeIcon outcome={event.outcome} />
      </Flex>
      <Box minWidth={0} style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
        <Flex gap={2} wrap="wrap">
          <Typography textColor={COLORS[event.outcome]} fontWeight="semiBold">
            <VisuallyHidden>{t(`outcome.${event.outcome}`)} </VisuallyHidden>
            {nameOf(event)}
          </Typography>
          <Signals signals={event.signals} />
        </Flex>
        {remark ? (
          <Typography tag="div" variant="pi" textColor="neutral600">
            {remark}
          </Typography>
        ) : null}
      </Box>
    </Flex>
  );
};
