import * as React from 'react';

import { EVENT_TYPES, type EventType } from '../../../../../shared/event-types';
import { useTranslate } from '../../../hooks/useTranslate';

const isKnown = (type: string): type is EventType => Object.hasOwn(EVENT_TYPES, type);

/** What people read for an event code; a code that has no text yet stands for itself. */
export const useEventName = (): ((type: string) => string) => {
  const t = useTranslate();

  return React.useCallback((type) => (isKnown(type) ? t(`event.${type}`) : type), [t]);
};
