import { Box, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

interface SectionProps {
  title: string;
  description?: React.ReactNode;
  action?: React.ReactNode;
  children: React.ReactNode;
}

/** A titled card, as on Strapi's settings pages. */
export const Section = ({ title, description, action, children }: SectionProps) => {
  const id = React.useId();

  return (
    <Box
      tag="section"
      aria-labelledby={id}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={{ initial: 4, medium: 6 }}
    >
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Flex
          direction={{ initial: 'column', medium: 'row' }}
          justifyContent="space-between"
          alignItems="flex-start"
          gap={4}
        >
          <Flex direction="column" alignItems="flex-start" gap={1}>
            <Typography id={id} tag="h2" variant="delta">
              {title}
            </Typography>
            {description ? (
              <Typography variant="omega" textColor="neutral600">
                {description}
              </Typography>
            ) : null}
          </Flex>
          {action}
        </Flex>
        {children}
      </Flex>
    </Box>
  );
};
