import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import * as React from 'react';

import type { LogEvent } from '../../../../shared/contracts/events';
import { useCopy } from '../../hooks/useCopy';
import { useTranslate } from '../../hooks/useTranslate';
import type { ApiError } from '../../utils/errors';
import { IpAddress } from '../IpAddress';
import { JsonView } from '../JsonView';
import { ErrorState } from '../States';
import { EventCell } from './EventCell';
import { recordButtonId } from './recordButtonId';

interface RecordModalProps {
  logId: string;
  /** Undefined if there is no such event, or if the look-up failed. */
  event: LogEvent | undefined;
  /** Why the look-up failed. */
  error: ApiError | undefined;
  onRetry: () => void;
  onClose: () => void;
  /** Shown below the name of the event. */
  action?: (event: LogEvent) => React.ReactNode;
  /** Gets the focus if the event has no row on the page. */
  region: React.RefObject<HTMLElement>;
}

/** All details of one event. */
export const RecordModal = ({
  logId,
  event,
  error,
  onRetry,
  onClose,
  action,
  region,
}: RecordModalProps) => {
  const t = useTranslate();
  const copy = useCopy();

  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content
        onCloseAutoFocus={(closing) => {
          closing.preventDefault();
          (document.getElementById(recordButtonId(logId)) ?? region.current)?.focus();
        }}
      >
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('history.record')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {event ? (
            <Flex direction="column" alignItems="stretch" gap={4}>
              <EventCell event={event} />
              {event.ip ? (
                <Flex gap={2}>
                  <Typography textColor="neutral600">{t('history.column.ip')}</Typography>
                  <IpAddress ip={event.ip} />
                </Flex>
              ) : null}
              {action?.(event)}
              <JsonView value={event} label={t('history.record')} />
            </Flex>
          ) : error ? (
            <ErrorState error={error} onRetry={onRetry} />
          ) : (
            <Typography>{t('history.record.gone')}</Typography>
          )}
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{t('common.close')}</Button>
          </Modal.Close>
          {event ? (
            <Button
              variant="secondary"
              startIcon={<Duplicate />}
              onClick={() => void copy(JSON.stringify(event, null, 2))}
            >
              {t('common.copy')}
            </Button>
          ) : null}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
