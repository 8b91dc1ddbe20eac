import { newCredentials } from '../accounts';
import { FORGED, sendRaw, type WriteCase, type WriteContext } from './write-case';

const CM = '/content-manager/collection-types';
const USER_TYPE = 'plugin::user-profile.user';
const ARTICLES = `${CM}/api::article.article`;

interface Call {
  path: string;
  body: unknown;
}

const by =
  (token: (attempt: WriteContext) => string) =>
  (
    what: string,
    status: number,
    method: string,
    call: (attempt: WriteContext) => Call
  ): WriteCase => ({
    what,
    send: (attempt) => {
      const { path, body } = call(attempt);
      return attempt.app.request(method, path, { token: token(attempt), body });
    },
    status,
    unnamed: true,
  });

const byApp = by(({ fullAccess }) => fullAccess);
const byAdmin = by(({ superAdmin }) => superAdmin);
const byUser = by(({ person }) => person.account.jwt);

const field = { app_metadata: FORGED };
const newAccount = () => ({ ...newCredentials(), ...field });
const connect = (id: string) => ({ connect: [{ documentId: id, ...field }] });

const MISSING: WriteCase[] = [
  byApp('PATCH of a user', 405, 'PATCH', ({ person }) => ({
    path: `/api/user-profile/users/${person.documentId}`,
    body: { data: field },
  })),
  byAdmin('PATCH of a user by an admin', 405, 'PATCH', ({ person }) => ({
    path: `/user-profile/users/${person.documentId}`,
    body: { data: field },
  })),
  byApp('PUT of the field alone', 405, 'PUT', ({ person }) => ({
    path: `/api/user-profile/users/${person.documentId}/app_metadata`,
    body: FORGED,
  })),
  byApp('PUT to the type instead of the route', 405, 'PUT', ({ person }) => ({
    path: `/api/user-profile/user/${person.documentId}`,
    body: { data: field },
  })),
  {
    what: 'POST with a header that asks for PUT',
    send: ({ app, person, fullAccess }) =>
      sendRaw(
        app,
        'POST',
        `/api/user-profile/users/${person.documentId}`,
        fullAccess,
        JSON.stringify({ data: field }),
        { 'content-type': 'application/json', 'x-http-method-override': 'PUT' }
      ),
    status: 405,
    unnamed: true,
  },
];

/** Reads must not reveal the field through filters, sorting or population. */
const READS: WriteCase[] = [
  byApp('GET of users filtered by it', 400, 'GET', () => ({
    path: '/api/user-profile/users?filters[app_metadata][plan][$eq]=gold',
    body: undefined,
  })),
  byAdmin('GET of users filtered by it, by an admin', 400, 'GET', () => ({
    path: '/user-profile/users?filters[$or][0][app_metadata][$contains]=gold',
    body: undefined,
  })),
  byApp('GET of users sorted by it', 400, 'GET', () => ({
    path: '/api/user-profile/users?sort=app_metadata:asc',
    body: undefined,
  })),
  byApp('GET of users populated with it', 400, 'GET', () => ({
    path: '/api/user-profile/users?populate=app_metadata',
    body: undefined,
  })),
];

/** The accounts of Users & Permissions have neither this field nor a relation to the profile. */
const USERS_PERMISSIONS: WriteCase[] = [
  byApp('U&P: PUT of an account', 200, 'PUT', ({ person }) => ({
    path: `/api/users/${person.account.id}`,
    body: field,
  })),
  byApp('U&P: PUT of an account, in relations', 200, 'PUT', ({ person }) => ({
    path: `/api/users/${person.account.id}`,
    body: { identities: [field], profile: field },
  })),
  byUser('U&P: PUT of one’s own account', 403, 'PUT', ({ person }) => ({
    path: `/api/users/${person.account.id}`,
    body: field,
  })),
  byApp('U&P: POST of an account', 201, 'POST', () => ({
    path: '/api/users',
    body: { ...newAccount(), role: 1 },
  })),
  byApp('U&P: registration', 400, 'POST', () => ({
    path: '/api/auth/local/register',
    body: newAccount(),
  })),
  byApp('U&P: registration, in user_metadata', 400, 'POST', () => ({
    path: '/api/auth/local/register',
    body: { ...newCredentials(), user_metadata: field },
  })),
  byApp('U&P: login', 200, 'POST', ({ person: { account } }) => ({
    path: '/api/auth/local',
    body: { identifier: account.email, password: account.password, ...field },
  })),
];

const CONTENT_MANAGER: WriteCase[] = [
  byAdmin('Content Manager: PUT', 403, 'PUT', ({ person }) => ({
    path: `${CM}/${USER_TYPE}/${person.documentId}`,
    body: field,
  })),
  byAdmin('Content Manager: POST', 403, 'POST', () => ({
    path: `${CM}/${USER_TYPE}`,
    body: { user_id: 'x|1', ...field },
  })),
  byAdmin('Content Manager: clone', 403, 'POST', ({ person }) => ({
    path: `${CM}/${USER_TYPE}/clone/${person.documentId}`,
    body: field,
  })),
  byAdmin('Content Manager: auto-clone', 403, 'POST', ({ person }) => ({
    path: `${CM}/${USER_TYPE}/auto-clone/${person.documentId}`,
    body: field,
  })),
  byAdmin('Content Manager: publish', 403, 'POST', ({ person }) => ({
    path: `${CM}/${USER_TYPE}/${person.documentId}/actions/publish`,
    body: field,
  })),
  byAdmin('Content Manager: make and publish', 403, 'POST', () => ({
    path: `${CM}/${USER_TYPE}/actions/publish`,
    body: { user_id: 'x|1', ...field },
  })),
  byAdmin('Content Manager: as a single type', 403, 'PUT', () => ({
    path: `/content-manager/single-types/${USER_TYPE}`,
    body: field,
  })),
  byAdmin('Content Manager: an article that connects the user', 201, 'POST', ({ person }) => ({
    path: ARTICLES,
    body: { title: 'x', author: connect(person.documentId) },
  })),
  byAdmin('Content Manager: an article with the user in it', 201, 'POST', ({ person }) => ({
    path: ARTICLES,
    body: { title: 'x', author: { documentId: person.documentId, ...field } },
  })),
];

/** Routes of a content type of the site that has a relation to users. */
const RELATED: WriteCase[] = [
  byApp('an article that connects the user', 201, 'POST', ({ person }) => ({
    path: '/api/articles',
    body: { data: { title: 'x', author: connect(person.documentId) } },
  })),
  byApp('an article with the user in it', 201, 'POST', ({ person }) => ({
    path: '/api/articles',
    body: { data: { title: 'x', author: { documentId: person.documentId, ...field } } },
  })),
  byApp('an article with a set of users', 400, 'POST', () => ({
    path: '/api/articles',
    body: { data: { title: 'x', author: { set: [field] } } },
  })),
  byApp('an article that is populated with data', 400, 'POST', () => ({
    path: '/api/articles?populate[author][data][app_metadata][plan]=forged',
    body: { data: { title: 'x' } },
  })),
];

/** Routes of Strapi and other plugins, and routes that do not exist. */
export const OTHER_ROUTES = [
  ...MISSING,
  ...READS,
  ...USERS_PERMISSIONS,
  ...CONTENT_MANAGER,
  ...RELATED,
];

const graphql = (what: string, query: string): WriteCase => ({
  what: `GraphQL: ${what}`,
  send: ({ app, person, fullAccess }) =>
    app.request('POST', '/graphql', {
      token: fullAccess,
      body: { query: query.replace('ID', `"${person.documentId}"`) },
    }),
  status: 400,
  unnamed: true,
});

/** GraphQL rejects unknown fields before it runs a resolver. */
export const GRAPHQL = [
  graphql(
    'update of a user',
    'mutation { updateUserProfileUser(documentId: ID, data: { app_metadata: {} }) { documentId } }'
  ),
  graphql(
    'a new user',
    'mutation { createUserProfileUser(data: { user_id: "x|1", app_metadata: {} }) { documentId } }'
  ),
  graphql(
    'update of an account',
    'mutation { updateUsersPermissionsUser(id: 1, data: { app_metadata: {} }) { data { documentId } } }'
  ),
  graphql(
    'registration',
    'mutation { register(input: { username: "x", email: "x@example.test", password: "secret-secret", app_metadata: {} }) { jwt } }'
  ),
  graphql(
    'an article with the user in it',
    'mutation { createArticle(data: { title: "x", author: { documentId: ID, app_metadata: {} } }) { documentId } }'
  ),
];
