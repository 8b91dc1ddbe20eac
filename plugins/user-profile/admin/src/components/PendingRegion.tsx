import * as React from 'react';
import { keyframes, styled } from 'styled-components';

const slide = keyframes`
  from { transform: translateX(-100%); }
  to { transform: translateX(250%); }
`;

const Region = styled.div`
  position: relative;
`;

/** Above the content instead of before it: the content must not move. */
const Bar = styled.div`
  position: absolute;
  z-index: 1;
  inset: 0 0 auto;
  height: 3px;
  overflow: hidden;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.primary200};

  &::after {
    display: block;
    width: 40%;
    height: 100%;
    background: ${({ theme }) => theme.colors.primary600};
    animation: ${slide} 1.2s linear infinite;
    content: '';
  }

  @media (prefers-reduced-motion: reduce) {
    &::after {
      width: 100%;
      animation: none;
    }
  }
`;

const Content = styled.div<{ $isDimmed: boolean }>`
  opacity: ${({ $isDimmed }) => ($isDimmed ? 0.5 : 1)};
`;

interface PendingRegionProps {
  /** Whether the content is that of an earlier request. */
  isPending: boolean;
  children: React.ReactNode;
}

/** Dims content that is about to be replaced, below a progress bar. */
export const PendingRegion = ({ isPending, children }: PendingRegionProps) => (
  <Region aria-busy={isPending}>
    {isPending ? <Bar aria-hidden /> : null}
    <Content $isDimmed={isPending}>{children}</Content>
  </Region>
);
