import {
  connectQuery,
  loginBody,
  loginResponse,
  sendCodeBody,
  sendCodeResponse,
} from '../../../../shared/contracts/login';
import {
  confirmPasswordResetBody,
  confirmPasswordResetResponse,
  requestPasswordResetBody,
  requestPasswordResetResponse,
  signUpBody,
} from '../../../../shared/contracts/sign-up';
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
  route('POST', '/signup', 'sign-up.create', {
    summary: 'Sign up by a connection',
    description:
      'For connections that keep or check passwords, unless `disable_signup` is set. Signs the new user in and answers as `POST /login` does.',
    body: signUpBody,
    response: loginResponse,
    errors: [409, 429],
    auth: false,
  }),
  route('POST', '/password-reset', 'password-reset.create', {
    summary: 'Ask for a mail to choose a new password',
    description: 'For users of connections. The answer is the same for every address.',
    body: requestPasswordResetBody,
    response: requestPasswordResetResponse,
    errors: [429],
    auth: false,
  }),
  route('POST', '/password-reset/confirm', 'password-reset.confirm', {
    summary: 'Choose a new password with the code of the mail',
    description:
      'Ends all sessions of the user. A password that breaks a rule of the connection leaves the code good.',
    body: confirmPasswordResetBody,
    response: confirmPasswordResetResponse,
    errors: [429],
    auth: false,
  }),
  route('GET', '/connect/:connection', 'login.connect', {
    summary: 'Send the browser to a connection to sign in there',
    query: connectQuery,
    status: 302,
    errors: [429],
    auth: false,
  }),
  route('GET', '/connect/:connection/callback', 'login.callback', {
    summary: 'Where the browser comes back to',
    description:
      'Goes on to the `redirect` of the start with `connection` and `code`, or with `error`; without one, it answers as `POST /login` does.',
    response: loginResponse,
    status: 302,
    errors: [409, 429],
    auth: false,
  }),
];
