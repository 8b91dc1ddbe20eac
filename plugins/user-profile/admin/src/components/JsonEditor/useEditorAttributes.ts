import type { JSONInputRef } from '@strapi/design-system';
import * as React from 'react';

export interface EditorAttributes {
  'aria-label': string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-readonly'?: boolean;
}

/**
 * The design system's JSON input passes no attributes to the text box that CodeMirror creates inside, so that
 * box has no accessible name. CodeMirror creates it after the component is mounted.
 */
export const useEditorAttributes = (
  attributes: EditorAttributes
): {
  wrapper: React.RefObject<HTMLDivElement>;
  setEditor: (editor: JSONInputRef | null) => void;
} => {
  const wrapper = React.useRef<HTMLDivElement>(null);
  const [, setEditor] = React.useState<JSONInputRef | null>(null);

  // After every commit, since CodeMirror may have replaced the text box.
  React.useEffect(() => {
    const textBox = wrapper.current?.querySelector('.cm-content');

    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || value === false) {
        textBox?.removeAttribute(name);
      } else {
        textBox?.setAttribute(name, String(value));
      }
    }
  });

  return { wrapper, setEditor };
};
