import * as React from 'react';

import type { LoginBlock } from '../../../../../shared/contracts/users';
import { useTranslate } from '../../../hooks/useTranslate';

/** The blocked IP address, or a text if it is unknown. */
export const useBlockedIp = (): ((block: LoginBlock) => string) => {
  const t = useTranslate();

  return React.useCallback(({ ip }) => ip ?? t('actions.loginBlocks.unknownIp'), [t]);
};
