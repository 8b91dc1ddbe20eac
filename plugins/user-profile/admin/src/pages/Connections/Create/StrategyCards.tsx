import { Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

import type { StrategyDescription } from '../../../../../shared/contracts/connections';
import { newConnectionPath } from '../../../utils/paths';
import { useStrategyText } from '../useStrategyText';

const Cards = styled.ul`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[4]};
`;

const Card = styled(Link)`
  display: block;
  height: 100%;
  padding: ${({ theme }) => theme.spaces[5]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  text-decoration: none;

  &:hover,
  &:focus-visible {
    border-color: ${({ theme }) => theme.colors.primary600};
  }
`;

interface StrategyCardsProps {
  strategies: readonly StrategyDescription[];
}

/** The available strategies, each with a link to its form. */
export const StrategyCards = ({ strategies }: StrategyCardsProps) => {
  const { nameOf, descriptionOf } = useStrategyText();

  return (
    <Cards>
      {strategies.map((strategy) => (
        <li key={strategy.name}>
          <Card to={newConnectionPath(strategy.name)}>
            <Typography tag="span" variant="delta" textColor="neutral800">
              {nameOf(strategy.name)}
            </Typography>
            <Typography tag="p" textColor="neutral600" paddingTop={2}>
              {descriptionOf(strategy)}
            </Typography>
          </Card>
        </li>
      ))}
    </Cards>
  );
};
