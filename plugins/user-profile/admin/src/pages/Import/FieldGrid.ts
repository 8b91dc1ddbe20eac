import { styled } from 'styled-components';

/** Selects side by side, as many as fit. */
export const FieldGrid = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[5]};
`;
