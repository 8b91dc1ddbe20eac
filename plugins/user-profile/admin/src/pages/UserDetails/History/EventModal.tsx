import { Button, Modal } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';

import type { LogEvent } from '../../../../../shared/contracts/events';
import { JsonView } from '../../../components/JsonView/JsonView';
import { useCopy } from '../../../hooks/useCopy';
import { useTranslate } from '../../../hooks/useTranslate';

import { useEventName } from './useEventName';

interface EventModalProps {
  event: LogEvent | undefined;
  onClose: () => void;
}

/** The whole record of one event. */
export const EventModal = ({ event, onClose }: EventModalProps) => {
  const t = useTranslate();
  const eventName = useEventName();
  const copy = useCopy();

  return (
    <Modal.Root open={event !== undefined} onOpenChange={(open) => (open ? undefined : onClose())}>
      {event ? (
        <Modal.Content>
          <Modal.Header closeLabel={t('history.close')}>
            <Modal.Title>{eventName(event.type)}</Modal.Title>
          </Modal.Header>
          <Modal.Body>
            <JsonView value={event} label={t('history.record')} />
          </Modal.Body>
          <Modal.Footer>
            <Modal.Close>
              <Button variant="tertiary">{t('history.close')}</Button>
            </Modal.Close>
            <Button
              variant="secondary"
              startIcon={<Duplicate />}
              onClick={() => void copy(JSON.stringify(event, null, 2))}
            >
              {t('json.copy')}
            </Button>
          </Modal.Footer>
        </Modal.Content>
      ) : null}
    </Modal.Root>
  );
};
