import { Badge, Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

import type { Profile } from '../../../../../../shared/contracts/users';
import { Avatar } from '../../../../components/Avatar';
import { UserText } from '../../../../components/UserText';
import { useConnectionLabel } from '../../../../hooks/useConnectionLabel';
import { useTranslate } from '../../../../hooks/useTranslate';
import { isolate } from '../../../../utils/bidi';

const Choice = styled.button`
  width: 100%;
  padding: ${({ theme }) => theme.spaces[3]};
  text-align: start;
  cursor: pointer;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};

  &:hover,
  &:focus-visible {
    border-color: ${({ theme }) => theme.colors.primary600};
    background: ${({ theme }) => theme.colors.primary100};
  }
`;

interface UserChoiceProps {
  user: Profile;
  onChoose: () => void;
}

export const UserChoice = ({ user, onChoose }: UserChoiceProps) => {
  const t = useTranslate();
  const { locale } = useIntl();
  const connectionLabel = useConnectionLabel();
  const connections = user.identities.map(({ connection }) => connectionLabel(connection));

  return (
    <Choice type="button" onClick={onChoose}>
      <Flex gap={3}>
        <Avatar user={user} />
        <Box minWidth={0} flex="1">
          <Typography tag="div" textColor="neutral800" fontWeight="semiBold" ellipsis>
            <UserText>{user.name}</UserText>
          </Typography>
          <Typography tag="div" variant="pi" textColor="neutral600" ellipsis>
            {[user.email ?? user.user_id, ...connections]
              .map((text) => isolate(text, locale))
              .join(' · ')}
          </Typography>
        </Box>
        {user.blocked ? <Badge size="S">{t('status.blocked')}</Badge> : null}
      </Flex>
    </Choice>
  );
};
