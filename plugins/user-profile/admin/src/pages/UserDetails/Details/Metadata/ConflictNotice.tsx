import { Button, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { JsonObject } from '../../../../../../shared/contracts/users';
import { Note } from '../../../../components/Note';
import { useTranslate } from '../../../../hooks/useTranslate';
import { MetadataValue } from './MetadataBlock';

interface ConflictNoticeProps {
  name: string;
  stored: JsonObject;
  onReload: () => void;
  /** Undefined while the text has errors. */
  onOverwrite: (() => Promise<void>) | undefined;
}

/** Shown after a conflict, with the choice between the stored and the edited metadata. */
export const ConflictNotice = ({ name, stored, onReload, onOverwrite }: ConflictNoticeProps) => {
  const t = useTranslate();
  const [isSaving, setIsSaving] = React.useState(false);

  const overwrite = async () => {
    setIsSaving(true);
    await onOverwrite?.();
    setIsSaving(false);
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Note tone="warning" role="alert">
        <Flex direction="column" alignItems="flex-start" gap={3}>
          <span>{t('metadata.conflict')}</span>
          <Flex gap={2} wrap="wrap">
            <Button variant="secondary" size="S" onClick={onReload}>
              {t('common.conflict.reload')}
            </Button>
            <Button
              variant="tertiary"
              size="S"
              loading={isSaving}
              disabled={!onOverwrite}
              onClick={() => void overwrite()}
            >
              {t('common.conflict.overwrite')}
            </Button>
          </Flex>
        </Flex>
      </Note>
      <Flex direction="column" alignItems="stretch" gap={1}>
        <Typography variant="sigma" textColor="neutral600">
          {t('metadata.conflict.stored')}
        </Typography>
        <MetadataValue name={`${name}: ${t('metadata.conflict.stored')}`} value={stored} />
      </Flex>
      <Typography variant="sigma" textColor="neutral600">
        {t('metadata.conflict.mine')}
      </Typography>
    </Flex>
  );
};
