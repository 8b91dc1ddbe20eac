import * as React from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

import type { JsonObject, Profile } from '../../../../../shared/contracts/users';
import { Code } from '../../../components/Code';
import { JsonView } from '../../../components/JsonView/JsonView';
import { Section } from '../../../components/Section/Section';
import { useTranslate } from '../../../hooks/useTranslate';

const SET_APP_METADATA = "strapi.plugin('user-profile').service('app-metadata').set(userId, patch)";

interface MetadataBlockProps {
  name: string;
  description: React.ReactNode;
  value: JsonObject;
}

const MetadataBlock = ({ name, description, value }: MetadataBlockProps) => {
  const t = useTranslate();

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography tag="h3" variant="omega" fontWeight="bold" textColor="neutral800">
        {name}
      </Typography>
      <Typography variant="pi" textColor="neutral600">
        {description}
      </Typography>
      {Object.keys(value).length > 0 ? (
        <JsonView value={value} label={name} />
      ) : (
        <Box background="neutral100" hasRadius padding={4}>
          <Typography textColor="neutral600">{t('metadata.empty')}</Typography>
        </Box>
      )}
    </Flex>
  );
};

export const Metadata = ({ user }: { user: Profile }) => {
  const t = useTranslate();

  return (
    <Section title={t('metadata.title')}>
      <MetadataBlock
        name="user_metadata"
        description={t('metadata.user')}
        value={user.user_metadata}
      />
      <MetadataBlock
        name="app_metadata"
        description={
          <>
            {t('metadata.app')} <Code>{SET_APP_METADATA}</Code>
          </>
        }
        value={user.app_metadata}
      />
    </Section>
  );
};
