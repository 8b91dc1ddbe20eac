import { Box, JSONInput } from '@strapi/design-system';
import * as React from 'react';
import { styled } from 'styled-components';

import { useEditorAttributes } from './useEditorAttributes';

/** The faulty line is marked in yellow, on which the colours of the syntax cannot be read. */
const Editor = styled(JSONInput)`
  .cm-line [style*='yellow'] span {
    color: black;
  }
`;

interface JsonEditorProps {
  value: string;
  label: string;
  onChange: (text: string) => void;
  hasError?: boolean;
  /** The id of what explains the text or what is wrong with it. */
  describedBy?: string;
}

/** An editor for JSON with line numbers, which gets the focus when it appears. */
export const JsonEditor = ({
  value,
  label,
  onChange,
  hasError = false,
  describedBy,
}: JsonEditorProps) => {
  const focused = React.useRef(false);
  const { wrapper, setEditor } = useEditorAttributes({
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': hasError,
  });

  React.useEffect(() => {
    const textBox = wrapper.current?.querySelector<HTMLElement>('.cm-content');

    if (textBox && !focused.current) {
      focused.current = true;
      textBox.focus();
    }
  });

  return (
    <Box ref={wrapper}>
      <Editor
        ref={setEditor}
        value={value}
        hasError={hasError}
        onChange={onChange}
        minHeight="16rem"
      />
    </Box>
  );
};
