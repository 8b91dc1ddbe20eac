import { Box, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

import type { Profile } from '../../../../../shared/contracts/users';
import { Avatar } from '../../../components/Avatar/Avatar';
import { userPath } from '../../../utils/paths';

const NameLink = styled(Link)`
  color: inherit;
  text-decoration: none;

  &:hover,
  &:focus-visible {
    text-decoration: underline;
  }
`;

interface UserCellProps {
  user: Profile;
  state: { usersSearch: string };
  badge?: React.ReactNode;
}

export const UserCell = ({ user, state, badge }: UserCellProps) => (
  <Flex gap={3}>
    <Avatar user={user} />
    <Box minWidth={0} maxWidth="32rem">
      <Flex gap={2}>
        <Typography tag="div" textColor="neutral800" fontWeight="semiBold" ellipsis>
          <NameLink to={userPath(user.documentId)} state={state}>
            {user.name}
          </NameLink>
        </Typography>
        {badge}
      </Flex>
      {user.email && user.email !== user.name ? (
        <Typography tag="div" variant="pi" textColor="neutral600" ellipsis>
          {user.email}
        </Typography>
      ) : null}
    </Box>
  </Flex>
);
