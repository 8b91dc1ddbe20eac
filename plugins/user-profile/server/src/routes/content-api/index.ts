import { activity } from './activity';
import { connections } from './connections';
import { eventLog } from './event-log';
import { identities, ownIdentities } from './identities';
import { imports } from './imports';
import { login } from './login';
import { me } from './me';
import { monitoring } from './monitoring';
import { users } from './users';

/** Under `/api/user-profile`, for API tokens and the roles of Users & Permissions. */
export default () => ({
  type: 'content-api' as const,
  routes: [
    ...me,
    ...ownIdentities,
    ...users,
    ...imports,
    ...identities,
    ...activity,
    ...eventLog,
    ...monitoring,
    ...connections,
    ...login,
  ],
});
