import { Box, Flex, VisuallyHidden } from '@strapi/design-system';
import type * as React from 'react';

import { useTranslate } from '../hooks/useTranslate';
import { Skeleton } from './Skeleton';

/** Announces that what its skeletons stand for is loading. */
export const LoadingPart = ({ children }: { children: React.ReactNode }) => {
  const t = useTranslate();

  return (
    <Box aria-busy>
      <VisuallyHidden>{t('state.loading')}</VisuallyHidden>
      {children}
    </Box>
  );
};

interface PartSkeletonProps {
  /** The usual heights of the boxes. */
  heights: readonly string[];
}

/** Boxes of a part of a page that is still loading. */
export const PartSkeleton = ({ heights }: PartSkeletonProps) => (
  <LoadingPart>
    <Flex direction="column" alignItems="stretch" gap={6}>
      {heights.map((height, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Flex>
  </LoadingPart>
);
