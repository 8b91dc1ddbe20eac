import { Button, Flex } from '@strapi/design-system';

import type { LogEvent } from '../../../../shared/contracts/events';
import { useTranslate } from '../../hooks/useTranslate';
import type { EventFilters } from '../../utils/eventFilters';

interface NarrowButtonsProps {
  event: LogEvent;
  onNarrow: (changes: Partial<EventFilters>) => void;
}

/** Buttons that show only the events that have something in common with this one. */
export const NarrowButtons = ({ event, onNarrow }: NarrowButtonsProps) => {
  const t = useTranslate();
  const values = {
    user: event.user_id,
    application: event.client_name ?? event.client_id,
    ip: event.ip,
    actor: event.actor,
  };
  const names = (Object.keys(values) as (keyof typeof values)[]).filter((name) => values[name]);

  return (
    <Flex gap={2} wrap="wrap">
      {names.map((name) => (
        <Button
          key={name}
          size="S"
          variant="tertiary"
          onClick={() => onNarrow({ [name]: values[name] ?? '' })}
        >
          {t(`log.narrow.${name}`)}
        </Button>
      ))}
    </Flex>
  );
};
