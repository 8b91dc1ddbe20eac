import { Typography } from '@strapi/design-system';
import { Link, type LinkProps } from 'react-router-dom';
import { styled } from 'styled-components';

import { withoutBidiControls } from '../utils/bidi';

const PlainLink = styled(Link)`
  color: inherit;
  text-decoration: none;

  &:hover,
  &:focus-visible {
    text-decoration: underline;
  }
`;

interface NameLinkProps extends Omit<LinkProps, 'children' | 'title'> {
  name: string;
}

/**
 * The name of a row in a table, which leads to its page. The whole name is in the tooltip. A name from right to left
 * is cut off at its end too, and stays at the side of the column's header.
 */
export const NameLink = ({ name, ...link }: NameLinkProps) => {
  const text = withoutBidiControls(name);

  return (
    <Typography
      tag="div"
      maxWidth="100%"
      textColor="neutral800"
      fontWeight="semiBold"
      ellipsis
      dir="auto"
      textAlign="left"
    >
      <PlainLink {...link} title={text}>
        {text}
      </PlainLink>
    </Typography>
  );
};
