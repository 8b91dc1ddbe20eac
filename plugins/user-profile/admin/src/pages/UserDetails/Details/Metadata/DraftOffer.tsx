import { Button, Flex } from '@strapi/design-system';

import { Note } from '../../../../components/Note';
import { useFormatDate } from '../../../../hooks/useFormatDate';
import { useTranslate } from '../../../../hooks/useTranslate';

interface DraftOfferProps {
  /** When the draft was edited last. */
  edited: string;
  onRestore: () => void;
  onDiscard: () => void;
}

export const DraftOffer = ({ edited, onRestore, onDiscard }: DraftOfferProps) => {
  const t = useTranslate();
  const formatDate = useFormatDate();

  return (
    <Note role="alert">
      <Flex direction="column" alignItems="flex-start" gap={3}>
        <span>{t('metadata.draft', { date: formatDate(edited) })}</span>
        <Flex gap={2} wrap="wrap">
          <Button variant="secondary" size="S" onClick={onRestore}>
            {t('metadata.draft.restore')}
          </Button>
          <Button variant="tertiary" size="S" onClick={onDiscard}>
            {t('editor.discard.confirm')}
          </Button>
        </Flex>
      </Flex>
    </Note>
  );
};
