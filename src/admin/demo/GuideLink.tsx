import { Link as DsLink } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

import type { StepLink } from './steps';

/** A link of a step. Pages outside of the panel open in another tab. */
export const GuideLink = ({
  link: { href, isExternal },
  children,
}: {
  link: StepLink;
  children: ReactNode;
}) =>
  isExternal ? (
    <DsLink href={href} isExternal>
      {children}
    </DsLink>
  ) : (
    <DsLink tag={Link} to={href}>
      {children}
    </DsLink>
  );
