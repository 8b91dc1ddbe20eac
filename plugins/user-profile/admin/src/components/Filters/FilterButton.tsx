import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';

const Value = styled.button`
  max-width: 100%;
  padding: 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  overflow-wrap: inherit;
  text-align: start;
  text-decoration: underline dotted;
  text-underline-offset: 0.3rem;
  cursor: pointer;

  &:hover {
    color: ${({ theme }) => theme.colors.primary700};
    text-decoration-style: solid;
  }
`;

interface FilterButtonProps {
  /** The visible text. */
  value: string;
  onClick: () => void;
}

/** A value in a table. A click shows only the rows with this value. */
export const FilterButton = ({ value, onClick }: FilterButtonProps) => {
  const t = useTranslate();
  const label = t('events.only', { value });

  return (
    <Value type="button" title={label} aria-label={label} onClick={onClick}>
      {value}
    </Value>
  );
};
