import { Box, Typography } from '@strapi/design-system';
import * as React from 'react';

import { withoutBidiControls } from '../utils/bidi';

interface TwoLinesProps {
  first: React.ReactNode;
  second?: React.ReactNode;
  maxWidth?: string;
  /** The whole text, as a tooltip. */
  title?: string;
}

export const TwoLines = ({ first, second, maxWidth = '32rem', title }: TwoLinesProps) => (
  <Box maxWidth={maxWidth} title={title && withoutBidiControls(title)}>
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
