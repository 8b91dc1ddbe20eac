import { Box, JSONInput } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useEditorAttributes } from './JsonEditor/useEditorAttributes';

/** `disabled` makes the editor read-only; its text stays selectable. */
const ReadOnly = styled(JSONInput)`
  .cm-editor {
    cursor: text;
  }

  /* CodeMirror detects line wrapping by these. */
  .cm-content {
    flex-shrink: 1;
    white-space: break-spaces;
    overflow-wrap: anywhere;
  }
`;

interface JsonViewProps {
  value: unknown;
  label: string;
}

export const JsonView = ({ value, label }: JsonViewProps) => {
  const { wrapper, setEditor } = useEditorAttributes({
    'aria-label': label,
    'aria-readonly': true,
  });

  return (
    <Box ref={wrapper} role="group" aria-label={label}>
      <ReadOnly ref={setEditor} disabled value={JSON.stringify(value, null, 2)} />
    </Box>
  );
};
