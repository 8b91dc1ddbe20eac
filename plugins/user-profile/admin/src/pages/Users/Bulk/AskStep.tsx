import { Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import * as React from 'react';

import {
  BlockTermsFields,
  endsInThePast,
  NO_TERMS,
} from '../../../components/dialogs/BlockTermsFields';
import { RoleSelect } from '../../../components/RoleSelect';
import { useTranslate } from '../../../hooks/useTranslate';
import type { BulkAction, BulkChoices } from './bulkActions';
import { HistoryChoice } from './HistoryChoice';

interface AskStepProps {
  action: BulkAction;
  count: number;
  onConfirm: (choices: BulkChoices) => void;
}

export const AskStep = ({ action, count, onConfirm }: AskStepProps) => {
  const t = useTranslate();
  const formId = React.useId();
  const [history, setHistory] = React.useState<'keep' | 'erase'>('keep');
  const [role, setRole] = React.useState('');
  const [typed, setTyped] = React.useState('');
  const [terms, setTerms] = React.useState(NO_TERMS);
  const isDelete = action === 'delete';
  const isBlock = action === 'block';
  const isRole = action === 'assign-role';
  // Prevents deleting many users by accident.
  const mustType = isDelete && count > 1;
  const isTyped = !mustType || typed.trim() === String(count);
  const isConfirmed = isTyped && !endsInThePast(terms) && (!isRole || role !== '');
  const choicesOf = (): BulkChoices => {
    if (isRole) {
      return { role };
    }
    return isBlock ? { ...terms, reason: terms.reason?.trim() || null } : { history };
  };

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
              onConfirm(choicesOf());
            }
          }}
        >
          <Typography>{t(`users.bulk.ask.${action}`, { count })}</Typography>
          {isRole ? <RoleSelect value={role} onChange={setRole} /> : null}
          {isBlock ? <BlockTermsFields value={terms} onChange={setTerms} /> : null}
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
          variant={isBlock || isDelete ? 'danger' : 'default'}
          disabled={!isConfirmed}
        >
          {t(`users.action.${action}`)}
        </Button>
      </Modal.Footer>
    </>
  );
};
