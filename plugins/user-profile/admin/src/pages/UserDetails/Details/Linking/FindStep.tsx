import { Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import * as React from 'react';

import type { Profile } from '../../../../../../shared/contracts/users';
import { ErrorState, LoadingState } from '../../../../components/States';
import { useTranslate } from '../../../../hooks/useTranslate';
import { useListUsersQuery } from '../../../../services/usersList';
import { NO_FILTERS } from '../../../../utils/userFilters';
import { UserChoice } from './UserChoice';

const TYPING_PAUSE = 400;
const MAX_LENGTH = 255;

/** One more than is shown: the user who is linked may be among them. */
const PAGE_SIZE = 9;

interface FindStepProps {
  user: Profile;
  search: string;
  onSearch: (search: string) => void;
  onChoose: (other: Profile) => void;
}

/** Begins with the users who have the same address: most often it is one of them. */
export const FindStep = ({ user, search, onSearch, onChoose }: FindStepProps) => {
  const t = useTranslate();
  const settled = useDebounce(search.trim(), TYPING_PAUSE);
  const { currentData, error, refetch } = useListUsersQuery(
    {
      search: settled,
      match: 'prefix',
      filters: NO_FILTERS,
      page: 1,
      pageSize: PAGE_SIZE,
      sort: 'name:asc',
    },
    { skip: settled === '', refetchOnMountOrArgChange: true }
  );
  const others = currentData?.data.filter(({ documentId }) => documentId !== user.documentId);
  const isEmpty = settled !== '' && others?.length === 0;

  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography>{t('linking.intro', { name: user.name })}</Typography>
          <Field.Root>
            <Field.Label>{t('linking.search')}</Field.Label>
            <TextInput
              type="search"
              autoComplete="off"
              maxLength={MAX_LENGTH}
              value={search}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                onSearch(event.target.value)
              }
            />
          </Field.Root>
          {error ? <ErrorState error={error} onRetry={refetch} /> : null}
          {settled !== '' && !others && !error ? <LoadingState /> : null}
          <Typography role="status" textColor="neutral600">
            {isEmpty ? t('linking.nobody') : ''}
          </Typography>
          {settled !== '' && others && others.length > 0 ? (
            <Flex
              tag="ul"
              aria-label={t('linking.found')}
              direction="column"
              alignItems="stretch"
              gap={2}
            >
              {others.slice(0, PAGE_SIZE - 1).map((each) => (
                <li key={each.documentId}>
                  <UserChoice user={each} onChoose={() => onChoose(each)} />
                </li>
              ))}
            </Flex>
          ) : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button variant="tertiary">{t('linking.cancel')}</Button>
        </Modal.Close>
      </Modal.Footer>
    </>
  );
};
