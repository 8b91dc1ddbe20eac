import { Box, Divider, Flex, IconButton, Link as DsLink, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import * as React from 'react';
import { Link, useLocation } from 'react-router-dom';

import type { ViewPage } from '../../../../shared/view-limits';
import { useTranslate } from '../../hooks/useTranslate';
import { useDeleteViewMutation, useFindViewsQuery } from '../../services/views';
import { useErrorText, useRun } from '../dialogs/useRun';
import { SaveViewForm } from './SaveViewForm';
import { viewSearch } from './viewSearch';

export interface PresetView {
  label: string;
  search: string;
}

interface ViewListsProps {
  page: ViewPage;
  presets: readonly PresetView[];
  onOpen: () => void;
  /** The button that was pressed is gone. */
  onRemoved: () => void;
}

/** The presets, the saved views, and the form to save another one. */
export const ViewLists = ({ page, presets, onOpen, onRemoved }: ViewListsProps) => {
  const t = useTranslate();
  const { search } = useLocation();
  const { data = [] } = useFindViewsQuery();
  const [remove] = useDeleteViewMutation();
  const run = useRun();
  const errorText = useErrorText();
  const [problem, setProblem] = React.useState<string>();
  const views = data.filter((view) => view.page === page);
  const current = viewSearch(search);

  const link = (label: string, query: string) => (
    <DsLink
      tag={Link}
      to={{ search: query }}
      aria-current={viewSearch(query) === current ? 'true' : undefined}
      onClick={onOpen}
    >
      {label}
    </DsLink>
  );

  const handleRemove = async (id: number, name: string) => {
    const error = await run(remove(id), () => t('views.deleted', { name }));
    setProblem(error && errorText(error));
    onRemoved();
  };

  return (
    <>
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
    </>
  );
};
