import * as React from 'react';
import { useIntl } from 'react-intl';

import { PLUGIN_ID } from '../../../../shared/constants';
import type { StrategyDescription } from '../../../../shared/contracts/connections';
import { useProviderLabel } from '../../hooks/useConnectionLabel';
import { useTranslate } from '../../hooks/useTranslate';

/** Names and descriptions of strategies. Strategies of other plugins are described by their type. */
export const useStrategyText = () => {
  const t = useTranslate();
  const { messages, formatMessage } = useIntl();
  const labelOf = useProviderLabel();

  return React.useMemo(() => {
    const textOf = (rest: string): string | undefined => {
      const id = `${PLUGIN_ID}.connections.strategy.${rest}`;

      return Object.hasOwn(messages, id) ? formatMessage({ id }) : undefined;
    };

    return {
      nameOf: (strategy: string): string => textOf(strategy) ?? labelOf(strategy),
      descriptionOf: ({ name, type }: StrategyDescription): string =>
        textOf(`${name}.description`) ?? t(`connections.strategyType.${type}`),
    };
  }, [formatMessage, labelOf, messages, t]);
};
