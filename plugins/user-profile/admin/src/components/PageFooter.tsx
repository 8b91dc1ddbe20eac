import { Pagination } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

import type { PageMeta } from '../../../shared/contracts/common';
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from '../utils/pageParams';

interface PageFooterProps {
  pagination: PageMeta['pagination'];
}

/** Strapi's page links do not wrap, so ten pages are wider than a phone. */
export const Footer = styled.div`
  & > div,
  nav > * {
    flex-wrap: wrap;
    row-gap: ${({ theme }) => theme.spaces[2]};
  }
`;

/** Page size and page links, which change the URL. */
export const PageFooter = ({ pagination }: PageFooterProps) => (
  <Footer>
    <Pagination.Root
      pageCount={pagination.pageCount}
      total={pagination.total}
      defaultPageSize={DEFAULT_PAGE_SIZE}
    >
      <Pagination.PageSize options={PAGE_SIZES.map(String)} />
      <Pagination.Links />
    </Pagination.Root>
  </Footer>
);
