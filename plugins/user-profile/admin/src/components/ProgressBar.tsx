import { ProgressBar as StrapiProgressBar } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The colours of the design system's bar are meant for use on an image. */
const Bar = styled(StrapiProgressBar)`
  width: 100%;
  background: ${({ theme }) => theme.colors.neutral200};

  & > div {
    background: ${({ theme }) => theme.colors.primary600};
  }
`;

interface ProgressBarProps {
  label: string;
  done: number;
  total: number;
}

export const ProgressBar = ({ label, done, total }: ProgressBarProps) => {
  const percent = Math.min(100, Math.round((100 * done) / Math.max(1, total)));

  // The design system's bar does not set `aria-valuenow`.
  return <Bar aria-label={label} aria-valuenow={percent} value={percent} />;
};
