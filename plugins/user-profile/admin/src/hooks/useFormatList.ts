import * as React from 'react';
import { useIntl } from 'react-intl';

import { isolate } from '../utils/bidi';

/** A short list of names, with the separators of the language: "Google, GitHub". */
export const useFormatList = (): ((values: readonly string[]) => string) => {
  const { formatList, locale } = useIntl();

  return React.useCallback(
    (values) =>
      formatList(
        values.map((value) => isolate(value, locale)),
        { style: 'narrow' }
      ),
    [formatList, locale]
  );
};
