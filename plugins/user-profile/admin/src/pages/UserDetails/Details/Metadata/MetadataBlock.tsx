import { Box, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { JsonObject } from '../../../../../../shared/contracts/users';
import { JsonView } from '../../../../components/JsonView';
import { useTranslate } from '../../../../hooks/useTranslate';

interface MetadataBlockProps {
  name: string;
  description: React.ReactNode;
  action?: React.ReactNode;
  children: React.ReactNode;
}

export const MetadataBlock = ({ name, description, action, children }: MetadataBlockProps) => (
  <Flex direction="column" alignItems="stretch" gap={2}>
    <Flex justifyContent="space-between" alignItems="flex-end" gap={4}>
      <Flex direction="column" alignItems="stretch" gap={1}>
        <Typography tag="h3" variant="omega" fontWeight="bold" textColor="neutral800">
          {name}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {description}
        </Typography>
      </Flex>
      {action}
    </Flex>
    {children}
  </Flex>
);

export const MetadataValue = ({ name, value }: { name: string; value: JsonObject }) => {
  const t = useTranslate();

  return Object.keys(value).length > 0 ? (
    <JsonView value={value} label={name} />
  ) : (
    <Box background="neutral100" hasRadius padding={4}>
      <Typography textColor="neutral600">{t('metadata.empty')}</Typography>
    </Box>
  );
};
