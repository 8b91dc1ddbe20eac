import { Box, Typography } from '@strapi/design-system';
import * as React from 'react';
import { styled } from 'styled-components';

const List = styled.dl`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[6]};
`;

export const Facts = ({ children }: { children: React.ReactNode }) => <List>{children}</List>;

interface FactProps {
  label: string;
  children: React.ReactNode;
}

export const Fact = ({ label, children }: FactProps) => (
  <Box minWidth={0}>
    <Typography tag="dt" variant="sigma" textColor="neutral600">
      {label}
    </Typography>
    <Box tag="dd" margin={0} paddingTop={1} style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="div" textColor="neutral800">
        {children}
      </Typography>
    </Box>
  </Box>
);
