import { Button, Flex } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';

import { EmptyState } from '../../components/States/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';

import { ReconcileButton } from './ReconcileButton';

interface NoUsersProps {
  search: string;
  isPastEnd: boolean;
  onClearSearch: () => void;
  onFirstPage: () => void;
  onRefresh: () => void;
}

export const NoUsers = ({
  search,
  isPastEnd,
  onClearSearch,
  onFirstPage,
  onRefresh,
}: NoUsersProps) => {
  const t = useTranslate();
  const { allowed } = useAllowed();

  if (isPastEnd) {
    return (
      <EmptyState
        content={t('users.pastEnd')}
        action={
          <Button variant="secondary" onClick={onFirstPage}>
            {t('users.pastEnd.action')}
          </Button>
        }
      />
    );
  }

  if (search !== '') {
    return (
      <EmptyState
        content={t('users.noMatch', { search })}
        action={
          <Button variant="secondary" onClick={onClearSearch}>
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
        <Flex gap={2}>
          <Button variant="tertiary" startIcon={<ArrowClockwise />} onClick={onRefresh}>
            {t('users.empty.action')}
          </Button>
          {allowed.manageConnections ? <ReconcileButton /> : null}
        </Flex>
      }
    />
  );
};
