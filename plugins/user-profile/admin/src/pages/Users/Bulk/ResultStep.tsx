import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';

import type { BulkOperationResponse } from '../../../../../shared/contracts/bulk';
import type { Profile } from '../../../../../shared/contracts/users';
import { ExportMenu } from '../../../components/Export/ExportMenu';
import { UserText } from '../../../components/UserText';
import { useResultText } from '../../../hooks/useResultText';
import { useTranslate } from '../../../hooks/useTranslate';
import { localizeText } from '../../../utils/localizeError';

interface ResultStepProps {
  response: BulkOperationResponse;
  /** The users whose names are known. */
  users: readonly Profile[];
  onClose: () => void;
}

/** The users that could not be changed, and why. */
export const ResultStep = ({ response: { data, meta }, users, onClose }: ResultStepProps) => {
  const t = useTranslate();
  const resultText = useResultText();
  const nameOf = ({ documentId, user_id: userId }: (typeof meta.failures)[number]) =>
    users.find((user) => user.documentId === (documentId ?? userId))?.name ?? userId;

  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography role="alert">{resultText(data)}</Typography>
          {meta.failures.length > 0 ? (
            <Flex
              tag="ul"
              direction="column"
              alignItems="stretch"
              gap={3}
              aria-label={t('users.bulk.failures')}
            >
              {meta.failures.map((failure) => (
                <Box key={failure.user_id} tag="li" padding={3} hasRadius background="danger100">
                  <Typography
                    tag="div"
                    fontWeight="semiBold"
                    textColor="neutral800"
                    style={{ overflowWrap: 'anywhere' }}
                  >
                    <UserText>{nameOf(failure)}</UserText>
                  </Typography>
                  <Typography tag="div" variant="pi" textColor="danger700">
                    {failure.reason === null
                      ? t('state.error')
                      : localizeText({ ...failure, message: failure.reason }, t)}
                  </Typography>
                </Box>
              ))}
            </Flex>
          ) : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <ExportMenu
          label={t('users.bulk.report')}
          selection={{ path: `/users/bulk/${data.id}/report` }}
        />
        <Button onClick={onClose}>{t('common.close')}</Button>
      </Modal.Footer>
    </>
  );
};
