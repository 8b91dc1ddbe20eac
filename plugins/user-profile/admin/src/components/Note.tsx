import * as React from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';
import { Information } from '@strapi/icons';

/** A remark that stands above what it is about. */
export const Note = ({ children }: { children: React.ReactNode }) => (
  <Flex
    role="note"
    gap={3}
    alignItems="flex-start"
    padding={4}
    hasRadius
    background="primary100"
    borderColor="primary200"
  >
    <Flex shrink={0} paddingTop="2px">
      <Information fill="primary600" aria-hidden />
    </Flex>
    <Box minWidth={0}>
      <Typography tag="div" textColor="neutral800">
        {children}
      </Typography>
    </Box>
  </Flex>
);
