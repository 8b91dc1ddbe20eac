import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';

import type { BulkResult } from '../../../../../shared/contracts/bulk';
import type { Profile } from '../../../../../shared/contracts/users';
import { UserText } from '../../../components/UserText';
import { useTranslate } from '../../../hooks/useTranslate';
import type { BulkAction } from './bulkActions';

interface ResultStepProps {
  action: BulkAction;
  results: readonly BulkResult[];
  users: readonly Profile[];
  onClose: () => void;
}

/** The users that could not be changed, and why. */
export const ResultStep = ({ action, results, users, onClose }: ResultStepProps) => {
  const t = useTranslate();
  const failed = results.filter(({ ok }) => !ok);
  const nameOf = (id: string) => users.find(({ documentId }) => documentId === id)?.name ?? id;

  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography role="alert">
            {t(`users.bulk.result.${action}`, {
              done: results.length - failed.length,
              failed: failed.length,
            })}
          </Typography>
          <Flex
            tag="ul"
            direction="column"
            alignItems="stretch"
            gap={3}
            aria-label={t('users.bulk.failures')}
          >
            {failed.map(({ id, error }) => (
              <Box key={id} tag="li" padding={3} hasRadius background="danger100">
                <Typography
                  tag="div"
                  fontWeight="semiBold"
                  textColor="neutral800"
                  style={{ overflowWrap: 'anywhere' }}
                >
                  <UserText>{nameOf(id)}</UserText>
                </Typography>
                <Typography tag="div" variant="pi" textColor="danger700">
                  {error ?? t('state.error')}
                </Typography>
              </Box>
            ))}
          </Flex>
        </Flex>
      </Modal.Body>
      <Modal.Footer justifyContent="flex-end">
        <Button onClick={onClose}>{t('common.close')}</Button>
      </Modal.Footer>
    </>
  );
};
