import { styled } from 'styled-components';

export const Code = styled.code`
  padding: 0 ${({ theme }) => theme.spaces[1]};
  overflow-wrap: anywhere;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral150};
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: monospace;
  font-size: 1.3rem;
`;
