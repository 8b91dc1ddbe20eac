import { Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import * as React from 'react';

import { RoleSelect } from '../../../components/RoleSelect';
import { useTranslate } from '../../../hooks/useTranslate';
import type { BulkAction, BulkChoice } from './bulkActions';
import { HistoryChoice } from './HistoryChoice';

interface AskStepProps {
  action: BulkAction;
  count: number;
  onConfirm: (choice: BulkChoice) => void;
}

export const AskStep = ({ action, count, onConfirm }: AskStepProps) => {
  const t = useTranslate();
  const formId = React.useId();
  const [history, setHistory] = React.useState<'keep' | 'erase'>('keep');
  const [role, setRole] = React.useState('');
  const [typed, setTyped] = React.useState('');
  const isDelete = action === 'delete';
  // Prevents deleting many users by accident.
  const mustType = isDelete && count > 1;
  const isRole = action === 'assign-role';
  const isConfirmed = isRole ? role !== '' : !mustType || typed.trim() === String(count);

  return (
    <>
      <Modal.Body>
        <Flex
          tag="form"
          id={formId}
          direction="column"
          alignItems="stretch"
          gap={5}
          onSubmit={(event: React.FormEvent) => {
            event.preventDefault();

            if (isConfirmed) {
              onConfirm(isRole ? { role } : { history });
            }
          }}
        >
          <Typography>{t(`users.bulk.ask.${action}`, { count })}</Typography>
          {isRole ? <RoleSelect value={role} onChange={setRole} /> : null}
          {isDelete ? <HistoryChoice value={history} onChange={setHistory} /> : null}
          {mustType ? (
            <Field.Root required>
              <Field.Label>{t('users.bulk.type', { count })}</Field.Label>
              <TextInput
                inputMode="numeric"
                autoComplete="off"
                value={typed}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                  setTyped(event.target.value)
                }
              />
            </Field.Root>
          ) : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button variant="tertiary">{t('common.cancel')}</Button>
        </Modal.Close>
        <Button
          type="submit"
          form={formId}
          variant={action === 'block' || isDelete ? 'danger' : 'default'}
          disabled={!isConfirmed}
        >
          {t(`users.action.${action}`)}
        </Button>
      </Modal.Footer>
    </>
  );
};
