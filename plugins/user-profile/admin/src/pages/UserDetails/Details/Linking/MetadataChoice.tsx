import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';

import type { PreviewLink } from '../../../../../../shared/contracts/identities';
import { Code } from '../../../../components/Code';
import { JsonView } from '../../../../components/JsonView';
import { Note } from '../../../../components/Note';
import { useTranslate } from '../../../../hooks/useTranslate';

interface MetadataChoiceProps {
  preview: PreviewLink.Response['data'];
  value: boolean;
  onChange: (value: boolean) => void;
}

/** The metadata of the secondary user is lost, unless it is added to the primary user's. */
export const MetadataChoice = ({ preview, value, onChange }: MetadataChoiceProps) => {
  const t = useTranslate();
  const { user, linked, user_metadata: metadata, app_metadata_dropped: isDropped } = preview;
  const isEmpty = Object.keys(metadata.other).length === 0;

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {isEmpty ? null : (
        <Flex direction="column" alignItems="stretch" gap={3}>
          <Checkbox checked={value} onCheckedChange={(checked) => onChange(checked === true)}>
            {t('linking.merge', { name: linked.name })}
          </Checkbox>
          <Typography variant="pi" textColor="neutral600">
            {t(value ? 'linking.merged' : 'linking.dropped', { name: user.name })}
          </Typography>
          {value && metadata.conflicts.length > 0 ? (
            <Box>
              <Typography variant="pi" textColor="neutral600">
                {t('linking.conflicts', { name: user.name })}{' '}
              </Typography>
              {metadata.conflicts.map((key) => (
                <Code key={key} style={{ marginInlineEnd: '0.4rem' }}>
                  {key}
                </Code>
              ))}
            </Box>
          ) : null}
          <JsonView
            value={value ? metadata.merged : metadata.other}
            label={t(value ? 'linking.mergedMetadata' : 'linking.otherMetadata', {
              name: value ? user.name : linked.name,
            })}
          />
        </Flex>
      )}
      {isDropped ? (
        <Note tone="warning">{t('linking.appMetadata', { name: linked.name })}</Note>
      ) : null}
    </Flex>
  );
};
