/** A redirect login as in docs/connections/oidc.md, and requests with the token that it returns. */
const API = '/api/user-profile';
const CONNECTION = 'sample';
const CLIENT_ID = 'sample-front-end';
const PAGE = `${location.origin}/demo`;

const element = (id) => document.getElementById(id);

/** In memory only: a token in the storage of the browser could be read by any script of the page. */
let token = null;

const logRequest = (method, path, { status, statusText }) => {
  const item = document.createElement('li');
  item.textContent = `${method} ${path} → ${status} ${statusText}`.trim();
  element('requests').prepend(item);
};

const request = async (method, path, { body, headers } = {}) => {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: body && JSON.stringify(body),
  });
  logRequest(method, path, response);
  const result = await response.json().catch(() => null);
  if (!response.ok) {
    throw new Error(result?.error?.message ?? `The response has the status ${response.status}.`);
  }
  return result;
};

const showProblem = (message) => {
  element('problem').textContent = message;
  element('problem').hidden = message === '';
};

const showFacts = (facts) => {
  element('facts').replaceChildren(
    ...Object.entries(facts).flatMap(([name, value]) => {
      const term = document.createElement('dt');
      const description = document.createElement('dd');
      term.textContent = name;
      description.textContent = value;
      return [term, description];
    })
  );
};

const showProfile = ({ documentId, name, email, email_verified, logins_count, identities }) => {
  element('name').textContent = name;
  showFacts({
    Email: `${email}${email_verified ? '' : ' (not verified)'}`,
    Connection: identities.map(({ connection }) => connection).join(', '),
    Logins: logins_count,
  });
  element('panel').href =
    `/admin/plugins/user-profile/users/${encodeURIComponent(documentId)}/details`;
};

const showLogin = (isLoggedIn) => {
  element('login').hidden = isLoggedIn;
  element('profile').hidden = !isLoggedIn;
};

const loadProfile = async () => showProfile((await request('GET', `${API}/me`)).data);

/** Distinguishes this browser from others of its kind. */
const deviceId = () => {
  const known = localStorage.getItem('deviceId') ?? crypto.randomUUID();
  localStorage.setItem('deviceId', known);
  return known;
};

const startLogin = () => {
  const state = crypto.randomUUID();
  sessionStorage.setItem('state', state);
  sessionStorage.setItem('ip', element('place').value);
  const query = new URLSearchParams({ redirect: PAGE, state, client_id: CLIENT_ID });
  location.assign(`${API}/connect/${CONNECTION}?${query}`);
};

const finishLogin = async (query) => {
  if (query.get('state') !== sessionStorage.getItem('state')) {
    throw new Error('This login was not started here.');
  }
  sessionStorage.removeItem('state');
  if (query.has('error')) {
    throw new Error(query.get('error_description') ?? query.get('error'));
  }
  const login = await request('POST', `${API}/login?client_id=${CLIENT_ID}`, {
    body: { connection: CONNECTION, code: query.get('code'), deviceId: deviceId() },
    // The demo trusts this header, because loopback has no place on the map. A real front end never sends it.
    headers: { 'x-forwarded-for': sessionStorage.getItem('ip') },
  });
  token = login.jwt;
  await loadProfile();
  showLogin(true);
};

const logOut = async () => {
  try {
    await request('POST', '/api/auth/logout', { body: {} });
  } finally {
    token = null;
    showLogin(false);
  }
};

const withProblem = (work) => async () => {
  showProblem('');
  try {
    await work();
  } catch (error) {
    showProblem(error.message);
  }
};

const repeat = async () => {
  try {
    await loadProfile();
  } catch (error) {
    token = null;
    showLogin(false);
    throw new Error(`The request was rejected: ${error.message}`);
  }
};

element('log-in').addEventListener('click', startLogin);
element('repeat').addEventListener('click', withProblem(repeat));
element('log-out').addEventListener('click', withProblem(logOut));

const query = new URLSearchParams(location.search);
if (location.hostname === 'localhost') {
  // The connection allows one redirect URL.
  location.hostname = '127.0.0.1';
} else if (query.has('state')) {
  // The code is of no use after this, and should not be reloaded or bookmarked.
  history.replaceState(null, '', PAGE);
  await withProblem(() => finishLogin(query))();
}
