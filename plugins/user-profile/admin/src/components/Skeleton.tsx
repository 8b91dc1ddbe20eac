import { Box, Flex, VisuallyHidden } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

import { useTranslate } from '../hooks/useTranslate';

/** The design system has no skeleton. */
const Bone = styled.div<{ $width: string; $height: string }>`
  width: ${({ $width }) => $width};
  max-width: 100%;
  height: ${({ $height }) => $height};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral150};
`;

interface SkeletonProps {
  width?: string;
  height?: string;
}

/** A box in the place of content that is still loading. */
export const Skeleton = ({ width = '100%', height = '1.6rem' }: SkeletonProps) => (
  <Bone aria-hidden $width={width} $height={height} />
);

const Row = styled(Flex)`
  border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};

  &:last-child {
    border-bottom: 0;
  }
`;

interface TableSkeletonProps {
  rows?: number;
}

/** A table whose rows are still loading, with the heights of Strapi's table. */
export const TableSkeleton = ({ rows = 10 }: TableSkeletonProps) => {
  const t = useTranslate();

  return (
    <Box aria-busy background="neutral0" hasRadius shadow="tableShadow">
      <VisuallyHidden>{t('state.loading')}</VisuallyHidden>
      <Row height="5.6rem" paddingLeft={5} paddingRight={5}>
        <Skeleton width="40%" height="1.2rem" />
      </Row>
      {Array.from({ length: rows }, (_, row) => (
        <Row key={row} height="6.5rem" gap={6} paddingLeft={5} paddingRight={5}>
          <Skeleton width="30%" />
          <Skeleton width="20%" />
          <Skeleton width="20%" />
          <Skeleton width="10%" />
        </Row>
      ))}
    </Box>
  );
};

/** A tab that is still loading, with the distance of its content to the tabs. */
export const TabSkeleton = () => (
  <Box paddingTop={6}>
    <TableSkeleton rows={4} />
  </Box>
);

/** A page that is still loading, with the room of header and content. */
export const PageSkeleton = () => {
  const t = useTranslate();

  return (
    <Page.Main aria-busy>
      <VisuallyHidden>
        <h1>{t('state.loading')}</h1>
      </VisuallyHidden>
      <Box
        paddingLeft={{ initial: 4, medium: 6, large: 10 }}
        paddingRight={{ initial: 4, medium: 6, large: 10 }}
        paddingTop={8}
        paddingBottom={8}
      >
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Skeleton width="28rem" height="3.2rem" />
          <Skeleton width="16rem" height="2rem" />
        </Flex>
      </Box>
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          <Skeleton height="4.8rem" />
          <Skeleton height="24rem" />
          <Skeleton height="24rem" />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};
