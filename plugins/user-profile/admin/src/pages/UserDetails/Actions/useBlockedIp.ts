import * as React from 'react';

import type { LoginBlock } from '../../../../../shared/contracts/users';
import { useTranslate } from '../../../hooks/useTranslate';

/** The address that a block is for, in words where it is not known. */
export const useBlockedIp = (): ((block: LoginBlock) => string) => {
  const t = useTranslate();

  return React.useCallback(({ ip }) => ip ?? t('actions.loginBlocks.unknownAddress'), [t]);
};
