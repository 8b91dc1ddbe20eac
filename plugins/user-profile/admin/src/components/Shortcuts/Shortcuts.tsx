import { usePersistentState } from '@strapi/strapi/admin';
import * as React from 'react';
import { tinykeys } from 'tinykeys';

import { lazyPart } from '../../utils/lazyPart';
import { focusRow, focusSearch, isShortcut } from './keys';

const ShortcutsDialog = lazyPart('shortcuts', () =>
  import('./ShortcutsDialog').then((module) => module.ShortcutsDialog)
);

const STORAGE_KEY = 'USER_PROFILE_SHORTCUTS';

interface ShortcutsState {
  isOn: boolean;
  openHelp: () => void;
}

const ShortcutsContext = React.createContext<ShortcutsState>({
  isOn: false,
  openHelp: () => undefined,
});

const bind = (handlers: Record<string, () => void>) =>
  tinykeys(
    window,
    Object.fromEntries(
      Object.entries(handlers).map(([key, handle]) => [
        key,
        (event: KeyboardEvent) => {
          if (isShortcut(event)) {
            event.preventDefault();
            handle();
          }
        },
      ])
    )
  );

export const useShortcutsHelp = (): (() => void) => React.useContext(ShortcutsContext).openHelp;

/** Calls the handler when `e` is pressed; without a handler the key does nothing. */
export const useEditShortcut = (handle: (() => void) | undefined): void => {
  const { isOn } = React.useContext(ShortcutsContext);
  const latest = React.useRef(handle);
  const isUsed = handle !== undefined;
  latest.current = handle;

  React.useEffect(
    () => (isOn && isUsed ? bind({ e: () => latest.current?.() }) : undefined),
    [isOn, isUsed]
  );
};

/**
 * Keyboard shortcuts of one character. WCAG 2.1.4 requires a way to turn them off; the choice is stored in
 * the browser.
 */
export const Shortcuts = ({ children }: { children: React.ReactNode }) => {
  const [isOn, setIsOn] = usePersistentState<boolean>(STORAGE_KEY, true);
  const [isHelpOpen, setIsHelpOpen] = React.useState(false);
  const opener = React.useRef<Element | null>(null);

  const openHelp = React.useCallback(() => {
    opener.current = document.activeElement;
    setIsHelpOpen(true);
  }, []);

  React.useEffect(
    () =>
      isOn
        ? bind({
            // Layouts differ in whether these characters need Shift.
            '/': focusSearch,
            'Shift+/': focusSearch,
            '?': openHelp,
            'Shift+?': openHelp,
            j: () => focusRow(1),
            k: () => focusRow(-1),
          })
        : undefined,
    [isOn, openHelp]
  );

  const state = React.useMemo(() => ({ isOn, openHelp }), [isOn, openHelp]);

  return (
    <ShortcutsContext.Provider value={state}>
      {children}
      {isHelpOpen ? (
        <ShortcutsDialog
          isOn={isOn}
          onSwitch={setIsOn}
          onClose={() => setIsHelpOpen(false)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) {
              opener.current.focus();
            }
          }}
        />
      ) : null}
    </ShortcutsContext.Provider>
  );
};
