import { Box } from '@strapi/design-system';
import { styled } from 'styled-components';

const Tree = styled(Box)`
  font-family: monospace;
  font-size: ${({ theme }) => theme.fontSizes[2]};
  /* The minimum target size of WCAG 2.5.8 is 24 px: each branch is one line. */
  line-height: 2.4rem;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
`;

const Line = styled.div`
  padding-left: 2ch;
`;

const Branch = styled.details`
  padding-left: 2ch;

  > summary {
    /* Aligns the marker with other lines of this depth. */
    margin-left: -2ch;
    cursor: pointer;
    list-style: none;
  }

  > summary::-webkit-details-marker {
    display: none;
  }

  > summary::before {
    display: inline-block;
    width: 2ch;
    color: ${({ theme }) => theme.colors.neutral600};
    content: '▸';
  }

  &[open] > summary::before {
    content: '▾';
  }

  &[open] > summary > [data-folded] {
    display: none;
  }
`;

const Token = styled.span<{ $kind: Kind }>`
  color: ${({ theme, $kind }) => theme.colors[COLORS[$kind]]};
`;

type Kind = 'key' | 'string' | 'number' | 'word' | 'brackets';

/** At least 4.5:1 on `neutral0`, in light and dark; `warning700` has 4.4:1 in light. */
const COLORS = {
  key: 'primary700',
  string: 'success700',
  number: 'alternative700',
  word: 'danger700',
  brackets: 'neutral800',
} as const;

const kindOf = (value: unknown): Kind => {
  if (typeof value === 'string') {
    return 'string';
  }

  if (typeof value === 'object' && value !== null) {
    return 'brackets';
  }

  return typeof value === 'number' ? 'number' : 'word';
};

interface NodeProps {
  /** Undefined in arrays and at the root. */
  name?: string;
  value: unknown;
  isLast: boolean;
}

const Node = ({ name, value, isLast }: NodeProps) => {
  const end = isLast ? '' : ',';
  const key =
    name === undefined ? null : (
      <>
        <Token $kind="key">{JSON.stringify(name)}</Token>
        {': '}
      </>
    );
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];

  if (children.length === 0) {
    return (
      <Line>
        {key}
        <Token $kind={kindOf(value)}>{JSON.stringify(value)}</Token>
        {end}
      </Line>
    );
  }

  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';

  return (
    <Branch open>
      <summary>
        {key}
        {open}
        <span data-folded>{` … ${close}${end}`}</span>
      </summary>
      {children.map(([childName, child], index) => (
        <Node
          key={childName}
          name={isList ? undefined : childName}
          value={child}
          isLast={index === children.length - 1}
        />
      ))}
      <div>
        {close}
        {end}
      </div>
    </Branch>
  );
};

interface JsonTreeProps {
  value: unknown;
  label: string;
}

/**
 * Highlighted JSON that folds by mouse and keyboard. The design system's editor folds by mouse only, and
 * renders only the visible lines, so the browser's search would miss the others.
 */
export const JsonTree = ({ value, label }: JsonTreeProps) => (
  <Tree
    role="group"
    aria-label={label}
    background="neutral0"
    borderColor="neutral200"
    color="neutral800"
    hasRadius
    padding={4}
  >
    <Node value={value} isLast />
  </Tree>
);
