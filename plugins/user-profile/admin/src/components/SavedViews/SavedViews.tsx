import { Button, Flex, Popover } from '@strapi/design-system';
import { CaretDown } from '@strapi/icons';
import * as React from 'react';

import type { ViewPage } from '../../../../shared/view-limits';
import { useTranslate } from '../../hooks/useTranslate';
import { lazyPart, loadPart, preload } from '../../utils/lazyPart';
import { POPOVER_HEIGHT } from '../popoverHeight';
import type { PresetView } from './ViewLists';

const ViewLists = lazyPart('views', () => import('./ViewLists').then((module) => module.ViewLists));

const preloadViews = () => preload('views');

interface SavedViewsProps {
  page: ViewPage;
  presets: readonly PresetView[];
}

/** Searches to come back to: presets, and those that the administrator saved. */
export const SavedViews = ({ page, presets }: SavedViewsProps) => {
  const t = useTranslate();
  const [isOpen, setIsOpen] = React.useState(false);
  const content = React.useRef<HTMLDivElement>(null);

  // Empty until its content is loaded, the popover would be a line.
  const open = async (next: boolean) => {
    if (next) {
      await loadPart('views');
    }
    setIsOpen(next);
  };

  return (
    <Popover.Root open={isOpen} onOpenChange={(next) => void open(next)}>
      <Popover.Trigger>
        <Button
          variant="tertiary"
          size="S"
          endIcon={<CaretDown />}
          onPointerEnter={preloadViews}
          onFocus={preloadViews}
        >
          {t('views.title')}
        </Button>
      </Popover.Trigger>
      <Popover.Content ref={content} align="end" aria-label={t('views.title')} tabIndex={-1}>
        <Flex
          direction="column"
          alignItems="stretch"
          gap={3}
          padding={4}
          width="min(32rem, 90vw)"
          maxHeight={POPOVER_HEIGHT}
          overflow="auto"
        >
          <ViewLists
            page={page}
            presets={presets}
            onOpen={() => setIsOpen(false)}
            onRemoved={() => content.current?.focus()}
          />
        </Flex>
      </Popover.Content>
    </Popover.Root>
  );
};
