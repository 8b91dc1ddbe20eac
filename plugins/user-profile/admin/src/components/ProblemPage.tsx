import { Box, Link as DsLink } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { Link, type To } from 'react-router-dom';

import { HEADING_ID, useHeadingFocus } from '../hooks/useHeadingFocus';

interface ProblemPageProps {
  title: string;
  /** Where to go instead. */
  back?: { to: To; label: string };
  /** What is wrong, and what to do. */
  children: React.ReactNode;
}

/** A page whose content cannot be shown. */
export const ProblemPage = ({ title, back, children }: ProblemPageProps) => {
  useHeadingFocus();

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={title}
        navigationAction={
          back ? (
            <Box>
              <DsLink tag={Link} to={back.to} startIcon={<ArrowLeft />}>
                {back.label}
              </DsLink>
            </Box>
          ) : null
        }
      />
      <Layouts.Content>{children}</Layouts.Content>
    </Page.Main>
  );
};
