import { usePersistentState } from '@strapi/strapi/admin';
import * as React from 'react';

import type { AccountField } from '../../../../../shared/contracts/account-fields';
import { useFindSettingsQuery } from '../../../services/settings';

const STORAGE_KEY = 'USER_PROFILE_HIDDEN_FIELDS';

const NONE: string[] = [];

export interface FieldColumns {
  /** The columns that the site configured. */
  all: readonly AccountField[];
  shown: readonly AccountField[];
  show: (name: string, isShown: boolean) => void;
  reset: () => void;
}

/** The columns with account fields. Those that the administrator hides are stored in the browser. */
export const useFieldColumns = (): FieldColumns => {
  const { data: settings } = useFindSettingsQuery();
  const [stored, setStored] = usePersistentState<string[]>(STORAGE_KEY, NONE);
  // Local storage may contain anything.
  const hidden = React.useMemo(() => (Array.isArray(stored) ? stored : NONE), [stored]);

  const all = React.useMemo(
    () => (settings?.account_fields ?? []).filter(({ column }) => column),
    [settings]
  );
  const shown = React.useMemo(
    () => all.filter(({ name }) => !hidden.includes(name)),
    [all, hidden]
  );

  return {
    all,
    shown,
    show: (name, isShown) =>
      setStored(isShown ? hidden.filter((each) => each !== name) : [...hidden, name]),
    reset: () => setStored(NONE),
  };
};
