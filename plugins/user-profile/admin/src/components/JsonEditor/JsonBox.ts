import { JSONInput } from '@strapi/design-system';
import { styled } from 'styled-components';

/**
 * The design system's JSON input, whose syntax colours have less than 4.5:1 on its background. A darker one
 * keeps the colours, which CodeMirror generates class names for.
 */
export const JsonBox = styled(JSONInput)<{ $maxHeight: string }>`
  .cm-editor {
    max-height: ${({ $maxHeight }) => $maxHeight};
    background-color: #181826;
  }

  .cm-scroller {
    overflow: auto;
  }

  .cm-gutters,
  .cm-activeLineGutter {
    background-color: #212134;
    color: #c0c0cf;
  }

  .cm-selectionMatch {
    outline: 1px solid #c0c0cf;
    background-color: transparent;
  }

  /* CodeMirror marks an invalid line in yellow, on which the syntax colours are unreadable. */
  .cm-line [style*='yellow'] span {
    color: black;
  }
`;
