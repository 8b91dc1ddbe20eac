import { Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import * as React from 'react';

import type { Profile } from '../../../../../../shared/contracts/users';
import { MAX_LENGTHS } from '../../../../../../shared/user-fields';
import { ErrorState, LoadingState } from '../../../../components/States';
import { useTranslate } from '../../../../hooks/useTranslate';
import { useListUsersQuery } from '../../../../services/usersList';
import { UserChoice } from './UserChoice';

const TYPING_PAUSE = 400;

/** One more than is shown, since the result may contain the primary user. */
const PAGE_SIZE = 9;

interface FindStepProps {
  user: Profile;
  search: string;
  onSearch: (search: string) => void;
  onChoose: (other: Profile) => void;
}

/** Starts with a search for the user's email address, which the secondary user often shares. */
export const FindStep = ({ user, search, onSearch, onChoose }: FindStepProps) => {
  const t = useTranslate();
  const settled = useDebounce(search.trim(), TYPING_PAUSE);
  const { currentData, error, refetch } = useListUsersQuery(
    { _q: settled, pagination: { page: 1, pageSize: PAGE_SIZE }, sort: 'name:asc' },
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
              maxLength={MAX_LENGTHS.search}
              value={search}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                onSearch(event.target.value)
              }
            />
          </Field.Root>
          {error ? <ErrorState error={error} onRetry={refetch} /> : null}
          {settled !== '' && !others && !error ? <LoadingState /> : null}
          <Typography role="status" textColor="neutral600">
            {isEmpty ? t('linking.notFound') : ''}
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
          <Button variant="tertiary">{t('common.cancel')}</Button>
        </Modal.Close>
      </Modal.Footer>
    </>
  );
};
