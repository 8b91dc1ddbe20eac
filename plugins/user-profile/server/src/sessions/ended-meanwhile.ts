import { errors } from '@strapi/utils';

/** What Users & Permissions says where there is no access token to be had for a session just made. */
const MESSAGE = 'Invalid credentials';

/** A session that was ended (by a link, a block, an unlinked device) while its login was under way. */
export const endedMeanwhile = (): Error => new errors.ApplicationError(MESSAGE);

/** Whether that is what went wrong, whoever noticed it. */
export const isEndedMeanwhile = (error: unknown): boolean =>
  error instanceof errors.ApplicationError && error.message === MESSAGE;
