import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { useFormatList } from '../hooks/useFormatList';
import { withoutBidiControls } from '../utils/bidi';
import { CELL_WIDTH, CellText } from './CellText';

/** More values would be cut off in a table. */
const SHOWN = 2;

interface ShortListProps {
  values: readonly string[];
  /** Shown if there are no values. */
  fallback: string;
}

/** The first values, each once, and the number of the others: "Google, GitHub +3". */
export const ShortList = ({ values, fallback }: ShortListProps) => {
  const { formatNumber } = useIntl();
  const formatList = useFormatList();
  const unique = [...new Set(values.map(withoutBidiControls))];
  const all = formatList(unique);

  if (unique.length <= SHOWN) {
    return <CellText>{all || fallback}</CellText>;
  }

  return (
    // Positioned, since the hidden text is absolute and would otherwise make the table scroll.
    <Box position="relative" maxWidth={CELL_WIDTH} title={all}>
      <Flex gap={1} aria-hidden>
        <Typography ellipsis dir="auto" textColor="neutral800">
          {formatList(unique.slice(0, SHOWN))}
        </Typography>
        <Typography textColor="neutral600">+{formatNumber(unique.length - SHOWN)}</Typography>
      </Flex>
      <VisuallyHidden>{all}</VisuallyHidden>
    </Box>
  );
};
