import { Typography } from '@strapi/design-system';

import type { BlockTerms } from '../../../../../shared/contracts/blocks';
import { Note } from '../../../components/Note';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useTranslate } from '../../../hooks/useTranslate';

/** Shown if the user is blocked with a reason or an end. */
export const BlockNote = ({ block }: { block: BlockTerms | null | undefined }) => {
  const t = useTranslate();
  const formatDate = useFormatDate();

  if (!block || (!block.reason && !block.until)) {
    return null;
  }

  return (
    <Note tone="danger">
      <Typography tag="h2" variant="omega" fontWeight="bold">
        {block.until
          ? t('details.block.until', { date: formatDate(block.until) })
          : t('details.block.title')}
      </Typography>
      {block.reason ? <p style={{ overflowWrap: 'anywhere' }}>{block.reason}</p> : null}
    </Note>
  );
};
