import {
  connectQuery,
  loginBody,
  loginResponse,
  sendCodeBody,
  sendCodeResponse,
} from '../../../../shared/contracts/login';
import { route } from './route';

/** Open to everybody: the brute-force protection stands before them. */
export const login = [
  route('POST', '/login', 'login.create', {
    summary: 'Sign in by a connection',
    description:
      'By `identifier` and `password`, by `email` and the `code` that was mailed, or by the `code` that a redirect came back with. Answers as `POST /api/auth/local` does.',
    body: loginBody,
    response: loginResponse,
    errors: [409, 429],
    auth: false,
  }),
  route('POST', '/login/code', 'login.sendCode', {
    summary: 'Send a code to sign in with',
    description: 'The answer is the same for every address.',
    body: sendCodeBody,
    response: sendCodeResponse,
    errors: [429],
    auth: false,
  }),
  route('GET', '/connect/:connection', 'login.connect', {
    summary: 'Send the browser to a connection to sign in there',
    query: connectQuery,
    status: 302,
    auth: false,
  }),
  route('GET', '/connect/:connection/callback', 'login.callback', {
    summary: 'Where the browser comes back to',
    description:
      'Goes on to the `redirect` of the start with `connection` and `code`, or with `error`; without one, it answers as `POST /login` does.',
    response: loginResponse,
    status: 302,
    errors: [409],
    auth: false,
  }),
];
