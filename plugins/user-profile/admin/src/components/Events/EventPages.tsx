import { Button, Flex } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';

import { useTranslate } from '../../hooks/useTranslate';

interface EventPagesProps {
  olderLabel: string;
  onNewest: (() => void) | undefined;
  onNewer: (() => void) | undefined;
  onOlder: (() => void) | undefined;
}

/** Links for cursor pagination, where the number of pages is unknown. */
export const EventPages = ({ olderLabel, onNewest, onNewer, onOlder }: EventPagesProps) => {
  const t = useTranslate();

  return (
    <Flex tag="nav" aria-label={t('history.pages')} justifyContent="center" gap={2}>
      {onNewest ? (
        <Button variant="tertiary" onClick={onNewest}>
          {t('history.newest')}
        </Button>
      ) : null}
      {onNewer ? (
        <Button variant="tertiary" startIcon={<ChevronLeft />} onClick={onNewer}>
          {t('history.newer')}
        </Button>
      ) : null}
      {onOlder ? (
        <Button variant="tertiary" endIcon={<ChevronRight />} onClick={onOlder}>
          {olderLabel}
        </Button>
      ) : null}
    </Flex>
  );
};
