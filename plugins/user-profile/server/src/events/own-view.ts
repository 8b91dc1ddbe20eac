import type { LogEvent } from '../../../shared/contracts/events';

/**
 * An event as the user sees it whose event it is: who of the staff acted is the site's own affair, and
 * personal data of somebody else.
 */
export const ownView = (event: LogEvent): LogEvent => {
  if (event.actor === null || event.actor === `user ${event.user_id}`) {
    return event;
  }
  return { ...event, actor: 'administrator' };
};
