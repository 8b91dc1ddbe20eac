import { useNotifyAT } from '@strapi/design-system';
import * as React from 'react';

/** A region that is emptied and filled at once would not announce a text equal to the previous one. */
const PAUSE = 100;

/**
 * Announces the result of each search, filter, sort and page change once, in the design system's polite live
 * region. The first result is part of the page that opens, and is not announced.
 *
 * @param request the request whose result is shown
 * @param text undefined until the result is shown
 */
export const useAnnounceResult = (request: unknown, text: string | undefined): void => {
  const { notifyStatus } = useNotifyAT();
  const key = JSON.stringify(request);
  const announced = React.useRef<string>();
  const timer = React.useRef<number>();

  React.useEffect(() => {
    if (text === undefined || announced.current === key) {
      return;
    }

    const isFirst = announced.current === undefined;
    announced.current = key;

    if (!isFirst) {
      window.clearTimeout(timer.current);
      notifyStatus('');
      timer.current = window.setTimeout(() => notifyStatus(text), PAUSE);
    }
  }, [key, notifyStatus, text]);

  React.useEffect(() => () => window.clearTimeout(timer.current), []);
};
