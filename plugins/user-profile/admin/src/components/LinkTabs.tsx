import { Typography } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import * as React from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import { styled } from 'styled-components';

import { useIntent } from '../hooks/useIntent';
import { useOverflow } from '../hooks/useOverflow';

export interface LinkTab {
  to: string;
  label: string;
  /** Whether subpages belong to other tabs. */
  end?: boolean;
  /** Called if the tab is likely to be opened. */
  onIntent?: () => void;
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

const Frame = styled.div`
  position: relative;
  border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
`;

/** Without a scrollbar, since `More` shows that there are more tabs. */
const Strip = styled.nav`
  display: flex;
  overflow-x: auto;
  scrollbar-width: none;
`;

const More = styled.span<{ $side: 'left' | 'right' }>`
  position: absolute;
  inset-block: 0;
  ${({ $side }) => $side}: 0;
  display: flex;
  align-items: center;
  justify-content: ${({ $side }) => ($side === 'right' ? 'flex-end' : 'flex-start')};
  width: 4.8rem;
  background: linear-gradient(
    to ${({ $side }) => $side},
    transparent,
    ${({ theme }) => theme.colors.neutral100} 60%
  );
  pointer-events: none;

  svg {
    fill: ${({ theme }) => theme.colors.neutral600};
  }
`;
const nothing = () => undefined;

const TabLink = ({ tab, state }: { tab: LinkTab; state: unknown }) => {
  const { to, label, end, extra, onIntent = nothing } = tab;
  const intent = useIntent(onIntent);

  return (
    <Tab to={to} end={end} state={state} {...intent}>
      <Typography variant="sigma" textColor="currentColor">
        {label}
      </Typography>
      {extra}
    </Tab>
  );
};

export const LinkTabs = ({ label, tabs }: LinkTabsProps) => {
  const { state, pathname } = useLocation();
  const strip = React.useRef<HTMLElement>(null);
  const { left, right } = useOverflow(strip, tabs.length);

  React.useEffect(() => {
    const current = strip.current?.querySelector('[aria-current="page"]');

    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);

  return (
    <Frame>
      <Strip ref={strip} aria-label={label}>
        {tabs.map((tab) => (
          <TabLink key={tab.to} tab={tab} state={state} />
        ))}
      </Strip>
      {left ? (
        <More $side="left" aria-hidden>
          <ChevronLeft />
        </More>
      ) : null}
      {right ? (
        <More $side="right" aria-hidden>
          <ChevronRight />
        </More>
      ) : null}
    </Frame>
  );
};
