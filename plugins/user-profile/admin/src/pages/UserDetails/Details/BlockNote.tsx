import { Typography } from '@strapi/design-system';

import type { BlockTerms } from '../../../../../shared/contracts/blocks';
import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';

/** Why the user is blocked. The header shows until when. */
export const BlockNote = ({ block }: { block: BlockTerms | null | undefined }) => {
  const t = useTranslate();

  if (!block?.reason) {
    return null;
  }

  return (
    <Note tone="danger">
      <Typography tag="h2" variant="omega" fontWeight="bold">
        {t('details.block.reason')}
      </Typography>
      <p style={{ overflowWrap: 'anywhere' }}>{block.reason}</p>
    </Note>
  );
};
