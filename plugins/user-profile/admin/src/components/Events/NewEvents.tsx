import { Button, Flex } from '@strapi/design-system';
import { ArrowUp } from '@strapi/icons';
import * as React from 'react';

import { usePageVisible } from '../../hooks/usePageVisible';
import { useTranslate } from '../../hooks/useTranslate';
import { type EventSelection, useLazyCountEventsQuery } from '../../services/events';

const POLL_MS = 15_000;

/** The number of events since the list was loaded. Hidden tabs do not ask, and ask when they are shown again. */
const useNewEvents = (request: EventSelection, newest: string | null) => {
  const isVisible = usePageVisible();
  const [load] = useLazyCountEventsQuery();
  const [found, setFound] = React.useState({ newest, count: 0, more: false });
  const wasHidden = React.useRef(false);
  const latest = React.useRef(request);

  React.useEffect(() => {
    latest.current = request;
  }, [request]);

  React.useEffect(() => {
    if (!isVisible) {
      wasHidden.current = true;

      return undefined;
    }

    let isCurrent = true;

    const ask = async () => {
      const { data } = await load({ ...latest.current, after: newest ?? undefined });

      if (isCurrent && data) {
        setFound({ newest, ...data.data });
      }
    };

    if (wasHidden.current) {
      wasHidden.current = false;
      void ask();
    }

    const timer = setInterval(() => void ask(), POLL_MS);

    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [isVisible, load, newest]);

  return found.newest === newest ? found : { count: 0, more: false };
};

interface NewEventsProps {
  request: EventSelection;
  /** The position of the newest event that is shown; null for an empty list. */
  newest: string | null;
  onShow: () => void;
}

/** A button that appears when there are events that the list does not show yet. */
export const NewEvents = ({ request, newest, onShow }: NewEventsProps) => {
  const t = useTranslate();
  const { count, more } = useNewEvents(request, newest);

  return (
    <Flex role="status" justifyContent="center">
      {count > 0 ? (
        <Button size="S" variant="secondary" startIcon={<ArrowUp aria-hidden />} onClick={onShow}>
          {t('events.new', { count, more: String(more) })}
        </Button>
      ) : null}
    </Flex>
  );
};
