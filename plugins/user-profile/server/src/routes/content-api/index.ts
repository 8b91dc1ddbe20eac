import { activity } from './activity';
import { connections } from './connections';
import { identities, ownIdentities } from './identities';
import { log } from './log';
import { login } from './login';
import { me } from './me';
import { users } from './users';

/** Under `/api/user-profile`, for API tokens and the roles of Users & Permissions. */
export default () => ({
  type: 'content-api' as const,
  routes: [
    ...me,
    ...ownIdentities,
    ...users,
    ...identities,
    ...activity,
    ...log,
    ...connections,
    ...login,
  ],
});
