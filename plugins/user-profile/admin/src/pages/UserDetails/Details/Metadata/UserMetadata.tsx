import { Button } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import * as React from 'react';

import { LoadingState } from '../../../../components/States';
import { useTranslate } from '../../../../hooks/useTranslate';
import { lazyPart, preload } from '../../../../utils/lazyPart';
import { useUserDetails } from '../../useUser';
import { MetadataBlock, MetadataValue } from './MetadataBlock';
import type { StoredMetadata } from './useStoreMetadata';

const MetadataEditor = lazyPart(
  'metadata-editor',
  () => import('./MetadataEditor').then((module) => module.MetadataEditor),
  <LoadingState />
);

const preloadEditor = () => preload('metadata-editor');

const NAME = 'user_metadata';

export const UserMetadata = () => {
  const t = useTranslate();
  const { user, meta, actions } = useUserDetails();
  // The initial state: a refetch must not replace what the administrator is editing.
  const [base, setBase] = React.useState<StoredMetadata>();
  const editButton = React.useRef<HTMLButtonElement>(null);
  const wasEditing = React.useRef(false);
  const isEditing = base !== undefined;

  React.useEffect(() => {
    if (wasEditing.current && !isEditing) {
      editButton.current?.focus();
    }

    wasEditing.current = isEditing;
  }, [isEditing]);

  const canEdit = !isEditing && actions.includes('edit-metadata');

  return (
    <MetadataBlock
      name={NAME}
      description={t('metadata.user')}
      action={
        canEdit ? (
          <Button
            ref={editButton}
            variant="tertiary"
            size="S"
            startIcon={<Pencil />}
            onPointerEnter={preloadEditor}
            onFocus={preloadEditor}
            aria-label={t('metadata.editOf', { name: NAME })}
            onClick={() => setBase({ metadata: user.user_metadata, revision: meta.revision })}
          >
            {t('common.edit')}
          </Button>
        ) : null
      }
    >
      {base ? (
        <MetadataEditor
          name={NAME}
          userId={user.documentId}
          initial={base}
          onClose={() => setBase(undefined)}
        />
      ) : (
        <MetadataValue name={NAME} value={user.user_metadata} />
      )}
    </MetadataBlock>
  );
};
