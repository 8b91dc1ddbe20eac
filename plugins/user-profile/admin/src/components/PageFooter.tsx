import { Pagination } from '@strapi/strapi/admin';

import type { PageMeta } from '../../../shared/contracts/common';
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from '../utils/pageParams';

interface PageFooterProps {
  pagination: PageMeta['pagination'] | undefined;
}

/** Page size and page links, which change the URL. */
export const PageFooter = ({ pagination }: PageFooterProps) => (
  <Pagination.Root
    pageCount={pagination?.pageCount}
    total={pagination?.total}
    defaultPageSize={DEFAULT_PAGE_SIZE}
  >
    <Pagination.PageSize options={PAGE_SIZES.map(String)} />
    <Pagination.Links />
  </Pagination.Root>
);
