import { Typography, type TypographyComponent } from '@strapi/design-system';
import { Link, type LinkProps } from 'react-router-dom';
import { styled } from 'styled-components';

import { withoutBidiControls } from '../utils/bidi';

const LinkText = styled<TypographyComponent<typeof Link>>(Typography)`
  width: fit-content;
  max-width: 100%;
  text-decoration: none;

  &:hover,
  &:focus-visible {
    text-decoration: underline;
  }
`;

interface NameLinkProps extends Omit<LinkProps, 'children' | 'color' | 'title'> {
  name: string;
}

/**
 * The name of a row in a table, which leads to its page. The whole name is in the tooltip. A name from right to left
 * is cut off at its end too, and stays at the side of the column's header.
 */
export const NameLink = ({ name, ...link }: NameLinkProps) => {
  const text = withoutBidiControls(name);

  return (
    <LinkText
      {...link}
      tag={Link}
      ellipsis
      dir="auto"
      textAlign="left"
      textColor="neutral800"
      fontWeight="semiBold"
      title={text}
    >
      {text}
    </LinkText>
  );
};
