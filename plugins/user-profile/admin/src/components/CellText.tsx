import { Typography } from '@strapi/design-system';

import { withoutBidiControls } from '../utils/bidi';

/** Leaves room for nine columns on a laptop, and for long texts on a wide screen. */
export const CELL_WIDTH = 'clamp(14rem, 11vw, 32rem)';

interface CellTextProps {
  children: string;
  maxWidth?: string;
}

/**
 * A text in a table that must not widen it. The whole text is in the tooltip. A text from right to left is cut off at
 * its end too, and stays at the side of the column's header.
 */
export const CellText = ({ children, maxWidth = CELL_WIDTH }: CellTextProps) => (
  <Typography
    tag="div"
    ellipsis
    dir="auto"
    textAlign="left"
    textColor="neutral800"
    maxWidth={maxWidth}
    title={withoutBidiControls(children)}
  >
    {withoutBidiControls(children)}
  </Typography>
);
