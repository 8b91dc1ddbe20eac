import {
  applicationQuery,
  callbackQuery,
  connectQuery,
  loginBody,
  loginResponse,
  sendCodeBody,
  sendCodeResponse,
} from '../../../../shared/contracts/login';
import {
  acceptInvitationBody,
  acceptInvitationResponse,
  confirmPasswordResetBody,
  confirmPasswordResetResponse,
  requestPasswordResetBody,
  requestPasswordResetResponse,
  signUpBody,
} from '../../../../shared/contracts/sign-up';
import { route } from './route';

/** Open to anonymous clients, and guarded by the brute-force protection. */
export const login = [
  route('POST', '/login', 'login.create', {
    summary: 'Log in with a connection',
    description:
      'Takes `identifier` and `password`, `email` and the `code` from the email, or the `code` from a redirect. The response is that of `POST /api/auth/local`.',
    query: applicationQuery,
    body: loginBody,
    response: loginResponse,
    errors: [409, 429],
    auth: false,
  }),
  route('POST', '/login/code', 'login.sendCode', {
    summary: 'Send a login code by email',
    description: 'The response is the same for every email address.',
    query: applicationQuery,
    body: sendCodeBody,
    response: sendCodeResponse,
    errors: [429],
    auth: false,
  }),
  route('POST', '/signup', 'sign-up.create', {
    summary: 'Sign up with a connection',
    description:
      'For connections with passwords, unless `disable_signup` is set. Logs the new user in; the response is that of `POST /login`.',
    query: applicationQuery,
    body: signUpBody,
    response: loginResponse,
    errors: [409, 429],
    auth: false,
  }),
  route('POST', '/password-reset', 'password-reset.create', {
    summary: 'Request a password reset email',
    description: 'For users of connections. The response is the same for every email address.',
    query: applicationQuery,
    body: requestPasswordResetBody,
    response: requestPasswordResetResponse,
    errors: [429],
    auth: false,
  }),
  route('POST', '/password-reset/confirm', 'password-reset.confirm', {
    summary: 'Set a new password with the code from the email',
    description:
      'Ends all sessions of the user. If the password violates a rule of the connection, the code remains valid.',
    query: applicationQuery,
    body: confirmPasswordResetBody,
    response: confirmPasswordResetResponse,
    errors: [409, 429],
    auth: false,
  }),
  route('POST', '/invitations/accept', 'invitations.accept', {
    summary: 'Accept an invitation',
    description:
      'Sets the password of an invited user with the token from the email, and verifies the email address. Does not log in. If the password breaks a rule of the connection, the token stays valid.',
    query: applicationQuery,
    body: acceptInvitationBody,
    response: acceptInvitationResponse,
    errors: [429],
    auth: false,
  }),
  route('GET', '/connect/:connection', 'login.connect', {
    summary: 'Start a login by redirect',
    description:
      'Redirects the browser to the source. After the login, the browser returns to the callback of the connection.',
    query: connectQuery,
    status: 302,
    errors: [429],
    auth: false,
  }),
  route('GET', '/connect/:connection/callback', 'login.callback', {
    summary: 'Finish a login by redirect',
    description:
      'The source redirects the browser to this URL. It redirects to the `redirect` URL of the start, with `connection` and `code`, or with `error`. Without one, the response is that of `POST /login`. Parameters that the source adds are accepted, whatever their names.',
    query: callbackQuery,
    response: loginResponse,
    status: 302,
    errors: [409, 429],
    auth: false,
  }),
];
