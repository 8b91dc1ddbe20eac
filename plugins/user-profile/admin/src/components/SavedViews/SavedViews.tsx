import {
  Box,
  Button,
  Divider,
  Flex,
  IconButton,
  Link as DsLink,
  Popover,
  Typography,
} from '@strapi/design-system';
import { CaretDown, Trash } from '@strapi/icons';
import * as React from 'react';
import { Link, useLocation } from 'react-router-dom';

import type { ViewPage } from '../../../../shared/view-limits';
import { useTranslate } from '../../hooks/useTranslate';
import { useDeleteViewMutation, useFindViewsQuery } from '../../services/views';
import { lazyPart } from '../../utils/lazyPart';
import { useErrorText, useRun } from '../dialogs/useRun';
import { viewSearch } from './viewSearch';

const SaveViewForm = lazyPart('save-view', () =>
  import('./SaveViewForm').then((module) => module.SaveViewForm)
);

interface Preset {
  label: string;
  search: string;
}

interface SavedViewsProps {
  page: ViewPage;
  presets: readonly Preset[];
}

/** Searches to come back to: presets, and those that the administrator saved. */
export const SavedViews = ({ page, presets }: SavedViewsProps) => {
  const t = useTranslate();
  const { search } = useLocation();
  const { data = [] } = useFindViewsQuery();
  const [remove] = useDeleteViewMutation();
  const run = useRun();
  const errorText = useErrorText();
  const [isOpen, setIsOpen] = React.useState(false);
  const [problem, setProblem] = React.useState<string>();
  const content = React.useRef<HTMLDivElement>(null);
  const views = data.filter((view) => view.page === page);
  const current = viewSearch(search);

  const link = (label: string, query: string) => (
    <DsLink
      tag={Link}
      to={{ search: query }}
      aria-current={viewSearch(query) === current ? 'true' : undefined}
      onClick={() => setIsOpen(false)}
    >
      {label}
    </DsLink>
  );

  const handleRemove = async (id: number, name: string) => {
    const error = await run(remove(id), () => t('views.deleted', { name }));
    setProblem(error && errorText(error));
    // The pressed button is gone.
    content.current?.focus();
  };

  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger>
        <Button variant="tertiary" size="S" endIcon={<CaretDown />}>
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
          maxHeight="var(--radix-popover-content-available-height)"
          overflow="auto"
        >
          <Flex tag="ul" direction="column" alignItems="flex-start" gap={2}>
            {presets.map(({ label, search: query }) => (
              <li key={query}>{link(label, query)}</li>
            ))}
          </Flex>
          {views.length > 0 ? (
            <>
              <Divider />
              <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
                {views.map(({ id, name, search: query }) => (
                  <Flex key={id} tag="li" justifyContent="space-between" gap={2}>
                    <Box style={{ overflowWrap: 'anywhere' }}>{link(name, query)}</Box>
                    <IconButton
                      variant="ghost"
                      label={t('views.delete', { name })}
                      onClick={() => void handleRemove(id, name)}
                    >
                      <Trash />
                    </IconButton>
                  </Flex>
                ))}
              </Flex>
            </>
          ) : null}
          {problem ? (
            <Typography role="alert" textColor="danger600">
              {problem}
            </Typography>
          ) : null}
          <Divider />
          <SaveViewForm page={page} search={current} />
        </Flex>
      </Popover.Content>
    </Popover.Root>
  );
};
