import { Button, Flex } from '@strapi/design-system';
import * as React from 'react';

import { useTranslate } from './useTranslate';

/** The first items of a long list, and a button to show the others. */
export const useLimited = <TItem,>(
  items: readonly TItem[],
  limit: number
): { shown: readonly TItem[]; showAll: React.ReactNode } => {
  const t = useTranslate();
  const [isWhole, setIsWhole] = React.useState(false);

  if (isWhole || items.length <= limit) {
    return { shown: items, showAll: null };
  }

  return {
    shown: items.slice(0, limit),
    showAll: (
      <Flex>
        <Button variant="tertiary" size="S" onClick={() => setIsWhole(true)}>
          {t('common.showAll', { count: items.length })}
        </Button>
      </Flex>
    ),
  };
};
