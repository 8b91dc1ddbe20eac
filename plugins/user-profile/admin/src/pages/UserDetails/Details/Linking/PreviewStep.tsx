import { Box, Button, Flex, Modal } from '@strapi/design-system';
import * as React from 'react';

import type { Profile } from '../../../../../../shared/contracts/users';
import { useErrorText, useRun } from '../../../../components/dialogs/useRun';
import { Note } from '../../../../components/Note';
import { ErrorState, LoadingState } from '../../../../components/States';
import { useTranslate } from '../../../../hooks/useTranslate';
import { useFindLinkPreviewQuery, useLinkIdentityMutation } from '../../../../services/identities';
import type { ApiError } from '../../../../utils/errors';
import { MetadataChoice } from './MetadataChoice';
import { PreviewFacts } from './PreviewFacts';

interface PreviewStepProps {
  user: Profile;
  other: Profile;
  onBack: () => void;
  onLinking: (isLinking: boolean) => void;
  onClose: () => void;
}

export const PreviewStep = ({ user, other, onBack, onLinking, onClose }: PreviewStepProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const body = React.useRef<HTMLDivElement>(null);
  const [link, { isLoading, isSuccess }] = useLinkIdentityMutation();
  const [mergeMetadata, setMergeMetadata] = React.useState(false);
  const [failure, setFailure] = React.useState<ApiError>();
  const params = { id: user.documentId };
  const {
    currentData: preview,
    error,
    refetch,
  } = useFindLinkPreviewQuery(
    { params, query: { secondary_user: other.documentId } },
    // Once they are linked, the other user no longer exists.
    { refetchOnMountOrArgChange: true, skip: isLoading || isSuccess }
  );

  // The element that had the focus was part of the first step.
  React.useEffect(() => body.current?.focus(), []);

  React.useEffect(() => onLinking(isLoading), [isLoading, onLinking]);

  const confirm = async () => {
    setFailure(undefined);
    const data = { secondary_user: other.documentId, merge_user_metadata: mergeMetadata };
    const failed = await run(link({ params, body: { data } }), () =>
      t('linking.done', { name: user.name, other: other.name })
    );

    if (failed) {
      setFailure(failed);
    } else {
      onClose();
    }
  };

  return (
    <>
      <Modal.Body>
        <Flex
          ref={body}
          tabIndex={-1}
          direction="column"
          alignItems="stretch"
          gap={5}
          style={{ outline: 'none' }}
        >
          {failure ? (
            <Note tone="danger" role="alert">
              {errorText(failure)}
            </Note>
          ) : null}
          {error ? <ErrorState error={error} onRetry={refetch} /> : null}
          {!preview && !error ? <LoadingState /> : null}
          {preview ? (
            <>
              <Note tone="warning">
                {t('linking.warning', { name: user.name, other: other.name })}
              </Note>
              <PreviewFacts preview={preview} />
              <MetadataChoice preview={preview} value={mergeMetadata} onChange={setMergeMetadata} />
            </>
          ) : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" disabled={isLoading} onClick={onBack}>
          {t('linking.back')}
        </Button>
        <Box>
          <Button
            variant="danger"
            loading={isLoading}
            disabled={!preview || error !== undefined}
            onClick={() => void confirm()}
          >
            {t('linking.confirm')}
          </Button>
        </Box>
      </Modal.Footer>
    </>
  );
};
