import * as React from 'react';
import { useLocation } from 'react-router-dom';

/** The id of the h1 of every page. */
export const HEADING_ID = 'user-profile-title';

/** The key that React Router gives to the page with which the document was loaded. */
const FIRST_PAGE = 'default';

/**
 * Moves the focus to the heading of a page that was opened within the panel, so a screen reader announces it
 * and Tab continues there. Without it the focus stays on the link, or is lost with it.
 *
 * @param subject what the page is about, if the same component shows several
 */
export const useHeadingFocus = (subject = ''): void => {
  const { key } = useLocation();
  const isFirst = React.useRef(key === FIRST_PAGE);

  React.useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }

    const heading = document.getElementById(HEADING_ID);

    if (heading && !document.activeElement?.closest('main input, [role="dialog"]')) {
      heading.tabIndex = -1;
      // A heading is no control: the ring would only suggest that it can be used.
      heading.style.outline = 'none';
      heading.focus({ preventScroll: true });
    }
  }, [subject]);
};
