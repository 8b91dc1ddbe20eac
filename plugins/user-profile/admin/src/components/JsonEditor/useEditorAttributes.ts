import type { JSONInputRef } from '@strapi/design-system';
import * as React from 'react';

export interface EditorAttributes {
  'aria-label': string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-readonly'?: boolean;
}

/**
 * The design system's JSON input passes nothing on to the text box that CodeMirror makes inside, which
 * therefore has no name. It comes later than the component, with the first ref that holds a `focus`.
 */
export const useEditorAttributes = (
  attributes: EditorAttributes
): {
  wrapper: React.RefObject<HTMLDivElement>;
  setEditor: (editor: JSONInputRef | null) => void;
} => {
  const wrapper = React.useRef<HTMLDivElement>(null);
  const [, setEditor] = React.useState<JSONInputRef | null>(null);

  // After every commit: the names are few, and the text box may be new.
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
