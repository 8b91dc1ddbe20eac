import * as React from 'react';
import { useIntl } from 'react-intl';

import type { LogEvent } from '../../../../shared/contracts/events';
import { useFormatDate } from '../../hooks/useFormatDate';
import { useTranslate } from '../../hooks/useTranslate';
import { eventName, eventRemark, typeName } from '../../utils/eventText';

/** The texts of events in the administrator's language. */
export const useEventText = () => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const { formatList } = useIntl();

  return React.useMemo(() => {
    const words = { t, formatDate, formatList: (items: string[]) => formatList(items) };

    return {
      nameOf: (event: LogEvent) => eventName(event, words),
      remarkOf: (event: LogEvent) => eventRemark(event, words),
      nameOfType: (type: string) => typeName(type, words),
    };
  }, [formatDate, formatList, t]);
};
