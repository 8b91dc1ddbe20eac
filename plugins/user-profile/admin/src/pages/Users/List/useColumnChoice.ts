import { usePersistentState } from '@strapi/strapi/admin';
import * as React from 'react';

import { DEFAULT_COLUMNS, type OptionalColumn, parseColumns } from '../../../utils/userColumns';

const STORAGE_KEY = 'USER_PROFILE_COLUMNS';

/** The visible columns, stored in the browser. */
export const useColumnChoice = () => {
  const [stored, setStored] = usePersistentState<readonly OptionalColumn[]>(
    STORAGE_KEY,
    DEFAULT_COLUMNS
  );
  const columns = React.useMemo(() => parseColumns(stored), [stored]);

  return {
    columns,
    show: (column: OptionalColumn, isShown: boolean) =>
      setStored(
        isShown ? parseColumns([...columns, column]) : columns.filter((each) => each !== column)
      ),
    reset: () => setStored(DEFAULT_COLUMNS),
  };
};
