import { Box, Button, Flex } from '@strapi/design-system';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../hooks/useTranslate';
import { JsonBox } from './JsonEditor/JsonBox';
import { useEditorAttributes } from './JsonEditor/useEditorAttributes';

/** Texts of fewer characters and lines fit into the viewer. */
const FITTING = { characters: 1000, lines: 18 };

/** `disabled` makes the editor read-only; its text stays selectable. */
const ReadOnly = styled(JsonBox)`
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
  const t = useTranslate();
  const id = React.useId();
  const [isWhole, setIsWhole] = React.useState(false);
  const { wrapper, setEditor } = useEditorAttributes({
    'aria-label': label,
    'aria-readonly': true,
  });
  const text = JSON.stringify(value, null, 2);
  const isLong = text.length > FITTING.characters || text.split('\n').length > FITTING.lines;

  // Lets the keyboard scroll it. The text box itself must not have the focus: CodeMirror handles Tab there.
  React.useEffect(() => {
    wrapper.current?.querySelector('.cm-scroller')?.setAttribute('tabindex', isLong ? '0' : '-1');
  });

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Box ref={wrapper} id={id} role="group" aria-label={label}>
        <ReadOnly ref={setEditor} disabled value={text} $maxHeight={isWhole ? 'none' : '40rem'} />
      </Box>
      {isLong ? (
        <Flex>
          <Button
            variant="tertiary"
            size="S"
            aria-expanded={isWhole}
            aria-controls={id}
            aria-label={t(isWhole ? 'json.collapseOf' : 'json.expandOf', { name: label })}
            onClick={() => setIsWhole((whole) => !whole)}
          >
            {t(isWhole ? 'json.collapse' : 'json.expand')}
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
};
