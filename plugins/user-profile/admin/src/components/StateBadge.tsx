import { Badge, Box } from '@strapi/design-system';
import * as React from 'react';

interface StateBadgeProps extends React.HTMLAttributes<HTMLSpanElement> {
  variant: 'danger' | 'warning' | 'alternative';
  size?: 'S' | 'M';
}

/**
 * Strapi's badge with text that meets WCAG 1.4.3: in its variants, the contrast is 2.6 to 3.9. The element
 * around it takes the ref of a tooltip, which Strapi's badge does not.
 */
export const StateBadge = React.forwardRef<HTMLSpanElement, StateBadgeProps>(
  ({ variant, size, children, ...props }, ref) => (
    <Box ref={ref} tag="span" display="inline-flex" {...props}>
      <Badge size={size} backgroundColor={`${variant}200`} textColor="neutral800">
        {children}
      </Badge>
    </Box>
  )
);

StateBadge.displayName = 'StateBadge';
