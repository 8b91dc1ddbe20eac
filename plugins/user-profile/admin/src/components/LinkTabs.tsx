import { Flex, Typography } from '@strapi/design-system';
import type * as React from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import { styled } from 'styled-components';

export interface LinkTab {
  to: string;
  label: string;
  /** Whether subpages belong to other tabs. */
  end?: boolean;
  /** Shown after the label. */
  extra?: React.ReactNode;
}

interface LinkTabsProps {
  label: string;
  tabs: readonly LinkTab[];
}

/** Looks like the design system's simple tabs, but each tab is a link to a page. */
const Tab = styled(NavLink)`
  position: relative;
  padding: ${({ theme }) => theme.spaces[4]};
  color: ${({ theme }) => theme.colors.neutral600};
  text-decoration: none;
  white-space: nowrap;

  &:hover {
    color: ${({ theme }) => theme.colors.neutral800};
  }

  &[aria-current='page'] {
    color: ${({ theme }) => theme.colors.primary700};
  }

  &[aria-current='page']::after {
    position: absolute;
    inset: auto 0 0;
    height: 2px;
    background: currentcolor;
    content: '';
  }
`;

const Strip = styled(Flex)`
  overflow-x: auto;
  border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
`;

export const LinkTabs = ({ label, tabs }: LinkTabsProps) => {
  const { state } = useLocation();

  return (
    <Strip tag="nav" aria-label={label}>
      {tabs.map(({ to, label: text, end, extra }) => (
        <Tab key={to} to={to} end={end} state={state}>
          <Typography variant="sigma" textColor="currentColor">
            {text}
          </Typography>
          {extra}
        </Tab>
      ))}
    </Strip>
  );
};
