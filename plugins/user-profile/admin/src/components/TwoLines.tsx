import { Box, Typography } from '@strapi/design-system';
import * as React from 'react';

interface TwoLinesProps {
  first: React.ReactNode;
  second?: React.ReactNode;
}

export const TwoLines = ({ first, second }: TwoLinesProps) => (
  <Box maxWidth="32rem">
    <Typography tag="div" textColor="neutral800" ellipsis>
      {first}
    </Typography>
    {second ? (
      <Typography tag="div" variant="pi" textColor="neutral600" ellipsis>
        {second}
      </Typography>
    ) : null}
  </Box>
);
