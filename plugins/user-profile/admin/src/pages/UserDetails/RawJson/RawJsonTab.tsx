import { Button, Flex, Typography } from '@strapi/design-system';
import { Download, Duplicate } from '@strapi/icons';

import { useCopy } from '../../../hooks/useCopy';
import { useTranslate } from '../../../hooks/useTranslate';
import { downloadText, fileNameFor } from '../../../utils/download';
import { useUser } from '../useUser';
import { JsonTree } from './JsonTree';

export const RawJsonTab = () => {
  const t = useTranslate();
  const { account_fields: fields = {}, ...profile } = useUser();
  // A site without account fields gets the profile as REST returns it.
  const user = Object.keys(fields).length > 0 ? { ...profile, account_fields: fields } : profile;
  const copy = useCopy();
  const text = JSON.stringify(user, null, 2);

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography textColor="neutral600">{t('json.intro')}</Typography>
        <Flex gap={2}>
          <Button variant="tertiary" startIcon={<Duplicate />} onClick={() => void copy(text)}>
            {t('common.copy')}
          </Button>
          <Button
            variant="tertiary"
            startIcon={<Download />}
            onClick={() => downloadText(fileNameFor(user.user_id), text)}
          >
            {t('json.download')}
          </Button>
        </Flex>
      </Flex>
      <JsonTree value={user} label={t('json.label')} />
    </Flex>
  );
};
