import { styled } from 'styled-components';

const Block = styled.pre`
  padding: ${({ theme }) => theme.spaces[4]};
  overflow-x: auto;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: monospace;
  font-size: 1.3rem;
  line-height: 1.5;
`;

interface CodeBlockProps {
  label: string;
  children: string;
}

/** Focusable, so wide code can be scrolled by keyboard. */
export const CodeBlock = ({ label, children }: CodeBlockProps) => (
  <Block tabIndex={0} role="region" aria-label={label}>
    <code>{children}</code>
  </Block>
);
