import { VisuallyHidden } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import * as React from 'react';

interface StatePageProps {
  /** The heading for screen readers; the state itself is what others see. */
  title: string;
  children: React.ReactNode;
}

/** A page that consists of one state, such as an error. */
export const StatePage = ({ title, children }: StatePageProps) => (
  <Page.Main padding={{ initial: 4, medium: 6, large: 10 }}>
    <VisuallyHidden tag="h1">{title}</VisuallyHidden>
    {children}
  </Page.Main>
);
