import { Button, Flex } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';

import { ReconcileButton } from '../../components/ReconcileButton';
import { EmptyState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import type { UsersQuery } from './useUsersQuery';

interface NoUsersProps {
  list: UsersQuery;
  isPastEnd: boolean;
  onRefresh: () => void;
}

/** Explains why the list is empty and offers the next step. */
export const NoUsers = ({ list, isPastEnd, onRefresh }: NoUsersProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const { search } = list.args;

  if (isPastEnd) {
    return (
      <EmptyState
        content={t('users.pastEnd')}
        action={
          <Button variant="secondary" onClick={list.toFirstPage}>
            {t('users.pastEnd.action')}
          </Button>
        }
      />
    );
  }

  if (list.isNarrowed) {
    return (
      <EmptyState
        content={search ? t('users.noMatch', { search }) : t('users.noMatch.filters')}
        action={
          <Button variant="tertiary" onClick={list.showAll}>
            {t('users.noMatch.action')}
          </Button>
        }
      />
    );
  }

  return (
    <EmptyState
      content={t('users.empty')}
      action={
        <Flex gap={2} wrap="wrap" justifyContent="center">
          <Button variant="tertiary" startIcon={<ArrowClockwise />} onClick={onRefresh}>
            {t('common.refresh')}
          </Button>
          {allowed.manageConnections ? <ReconcileButton /> : null}
        </Flex>
      }
    />
  );
};
