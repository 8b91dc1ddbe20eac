import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import * as React from 'react';

import type { LogEvent } from '../../../../../shared/contracts/events';
import { JsonView } from '../../../components/JsonView';
import { useCopy } from '../../../hooks/useCopy';
import { useTranslate } from '../../../hooks/useTranslate';
import { EventCell } from './EventCell';

/** The id of the button that opens a record, to which the focus returns. */
export const recordButtonId = (logId: string): string => `history-record-${logId}`;

interface RecordModalProps {
  /** The record that is asked for; undefined for none. */
  logId: string | undefined;
  event: LogEvent | undefined;
  onClose: () => void;
  /** Where the focus goes when the record has no row on the page. */
  region: React.RefObject<HTMLElement>;
}

/** The whole record of one event. */
export const RecordModal = ({ logId, event, onClose, region }: RecordModalProps) => {
  const t = useTranslate();
  const copy = useCopy();

  return (
    <Modal.Root open={logId !== undefined} onOpenChange={(open) => (open ? undefined : onClose())}>
      {logId === undefined ? null : (
        <Modal.Content
          onCloseAutoFocus={(closing) => {
            closing.preventDefault();
            (document.getElementById(recordButtonId(logId)) ?? region.current)?.focus();
          }}
        >
          <Modal.Header closeLabel={t('history.close')}>
            <Modal.Title>{t('history.record')}</Modal.Title>
          </Modal.Header>
          <Modal.Body>
            {event ? (
              <Flex direction="column" alignItems="stretch" gap={4}>
                <EventCell event={event} />
                <JsonView value={event} label={t('history.record')} />
              </Flex>
            ) : (
              <Typography>{t('history.record.gone')}</Typography>
            )}
          </Modal.Body>
          <Modal.Footer>
            <Modal.Close>
              <Button variant="tertiary">{t('history.close')}</Button>
            </Modal.Close>
            {event ? (
              <Button
                variant="secondary"
                startIcon={<Duplicate />}
                onClick={() => void copy(JSON.stringify(event, null, 2))}
              >
                {t('json.copy')}
              </Button>
            ) : null}
          </Modal.Footer>
        </Modal.Content>
      )}
    </Modal.Root>
  );
};
