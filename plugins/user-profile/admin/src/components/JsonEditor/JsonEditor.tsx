import { Box } from '@strapi/design-system';
import * as React from 'react';

import { JsonBox } from './JsonBox';
import { useEditorAttributes } from './useEditorAttributes';

interface JsonEditorProps {
  value: string;
  label: string;
  onChange: (text: string) => void;
  hasError?: boolean;
  /** The ID of the element with the hint or the errors. */
  describedBy?: string;
}

/** A JSON editor that takes the focus when it is mounted. */
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
      <JsonBox
        ref={setEditor}
        value={value}
        hasError={hasError}
        onChange={onChange}
        minHeight="16rem"
        $maxHeight="60vh"
      />
    </Box>
  );
};
