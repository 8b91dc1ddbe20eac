import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { Profile } from '../../../../../shared/contracts/users';
import {
  BlockTermsFields,
  endsInThePast,
  givenTerms,
  NO_TERMS,
} from '../../../components/dialogs/BlockTermsFields';
import {
  type ConfirmationPhrase,
  DeleteFields,
  type DeleteValues,
  isConfirmed,
} from '../../../components/dialogs/DeleteFields';
import { useErrorText } from '../../../components/dialogs/useRun';
import { Note } from '../../../components/Note';
import { RoleSelect } from '../../../components/RoleSelect';
import { type Translate, useTranslate } from '../../../hooks/useTranslate';
import { type ApiError, isRejection } from '../../../utils/errors';
import { type BulkAction, type BulkChoices, type BulkTarget, countOf } from './bulkActions';

interface AskStepProps {
  action: BulkAction;
  target: BulkTarget;
  /** Whether the server has not responded yet. */
  isStarting: boolean;
  /** Why the action failed. */
  error: ApiError | undefined;
  onConfirm: (choices: BulkChoices) => void;
}

/** The email of one user, as in Details, or the number of users. */
const confirmationOf = (t: Translate, count: number, user?: Profile): ConfirmationPhrase => {
  if (!user) {
    return { label: t('actions.delete.typeCount'), phrase: String(count) };
  }

  return {
    label: t(user.email ? 'actions.delete.typeEmail' : 'actions.delete.typeId'),
    phrase: user.email ?? user.user_id,
  };
};

export const AskStep = ({ action, target, isStarting, error, onConfirm }: AskStepProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const formId = React.useId();
  const [role, setRole] = React.useState('');
  const [deletion, setDeletion] = React.useState<DeleteValues>({
    typed: '',
    history: target.isErasureRequested ? 'erase' : 'keep',
  });
  const [terms, setTerms] = React.useState(NO_TERMS);
  const isDelete = action === 'delete';
  const isBlock = action === 'block';
  const isRole = action === 'assign-role';
  const count = countOf(target);
  const user = count === 1 ? target.users?.[0] : undefined;
  const confirmation = confirmationOf(t, count, user);
  const canSubmit =
    (!isDelete || isConfirmed(deletion.typed, confirmation)) &&
    !endsInThePast(terms) &&
    (!isRole || role !== '');
  const failure =
    error &&
    (isRejection(error) ? errorText(error) : t('users.bulk.error', { message: errorText(error) }));
  const choicesOf = (): BulkChoices => {
    if (isRole) {
      return { role };
    }
    if (isDelete) {
      return { history: deletion.history };
    }
    return isBlock ? givenTerms(terms) : {};
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

            if (canSubmit && !isStarting) {
              onConfirm(choicesOf());
            }
          }}
        >
          {failure ? (
            <Note tone="danger" role="alert">
              {failure}
            </Note>
          ) : null}
          {target.matching?.estimated ? <Note>{t('users.bulk.estimated', { count })}</Note> : null}
          {isDelete && target.isErasureRequested ? (
            <Note>
              {t(count === 1 ? 'actions.delete.requested' : 'actions.delete.requestedAll')}
            </Note>
          ) : null}
          {isDelete ? (
            <DeleteFields
              count={count}
              name={user?.name ?? ''}
              confirmation={confirmation}
              value={deletion}
              onChange={setDeletion}
            />
          ) : (
            <Typography>{t(`users.bulk.ask.${action}`, { count })}</Typography>
          )}
          {isRole ? <RoleSelect value={role} onChange={setRole} /> : null}
          {isBlock ? <BlockTermsFields value={terms} onChange={setTerms} /> : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button variant="tertiary" disabled={isStarting}>
            {t('common.cancel')}
          </Button>
        </Modal.Close>
        <Button
          type="submit"
          form={formId}
          variant={isBlock || isDelete ? 'danger' : 'default'}
          loading={isStarting}
          disabled={!canSubmit}
        >
          {isDelete ? t('users.bulk.submit.delete', { count }) : t(`users.action.${action}`)}
        </Button>
      </Modal.Footer>
    </>
  );
};
