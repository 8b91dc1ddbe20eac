import { Button, Flex } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import { Pagination } from '@strapi/strapi/admin';

import type { UsersPageMeta } from '../../../../shared/contracts/users';
import { Footer } from '../../components/PageFooter';
import { useTranslate } from '../../hooks/useTranslate';
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from '../../utils/pageParams';
import type { UsersQuery } from './useUsersQuery';

interface UsersPagesProps {
  list: UsersQuery;
  count: UsersPageMeta | undefined;
  cursors: UsersPageMeta | undefined;
}

/** Numbered pages while the total is exact. Beyond that, pages by cursor, which cost the same at any depth. */
export const UsersPages = ({ list, count, cursors }: UsersPagesProps) => {
  const t = useTranslate();
  const { total = 0, estimated = false } = count ?? {};
  const isNumbered = !estimated && list.args.cursor === undefined;
  const { nextCursor, previousCursor, lastCursor } = cursors ?? {};
  const linkTo = (cursor: string | null | undefined) => ({
    disabled: !cursor,
    onClick: () => list.goTo(cursor ?? undefined),
  });

  return (
    <Footer>
      <Pagination.Root
        pageCount={Math.ceil(total / list.args.pageSize)}
        total={total}
        defaultPageSize={DEFAULT_PAGE_SIZE}
      >
        <Pagination.PageSize options={PAGE_SIZES.map(String)} />
        {isNumbered ? (
          <Pagination.Links />
        ) : (
          <Flex tag="nav" aria-label={t('users.pages')} gap={2}>
            <Button variant="tertiary" disabled={!previousCursor} onClick={() => list.goTo()}>
              {t('users.pages.first')}
            </Button>
            <Button variant="tertiary" startIcon={<ChevronLeft />} {...linkTo(previousCursor)}>
              {t('users.pages.previous')}
            </Button>
            <Button variant="tertiary" endIcon={<ChevronRight />} {...linkTo(nextCursor)}>
              {t('users.pages.next')}
            </Button>
            <Button variant="tertiary" {...linkTo(nextCursor && lastCursor)}>
              {t('users.pages.last')}
            </Button>
          </Flex>
        )}
      </Pagination.Root>
    </Footer>
  );
};
