import { captureCall, startAttempt } from '../../login/attempt-recorder';
import { findSubject } from '../../login/find-subject';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import { AUTH_ACTIONS } from '../../request/auth-action-events';
import { checkAuthInput } from '../../utils/auth-input';
import { normalizeAuthInput } from './normalize-input';
import type { AuthActionWrapper } from './wrapper';

/**
 * Records every call as an attempt. Its events are written before the response is sent, so no successful
 * login lacks its event.
 */
export const recordAttempt: AuthActionWrapper = {
  actions: Object.keys(AUTH_ACTIONS),

  wrap: (strapi, name, original) =>
    async function recorded(ctx, next, ...rest) {
      checkAuthInput(ctx.request.body, ctx.query);
      ctx.request.body = await normalizeAuthInput(strapi, name, ctx.request.body);
      const action = AUTH_ACTIONS[name];
      const provider: unknown = ctx.params?.provider;
      const attempt = startAttempt(strapi, ctx, {
        action: name,
        connection: typeof provider === 'string' ? provider : LOCAL_CONNECTION,
        subject: await findSubject(strapi, action.subject, ctx),
      });
      return captureCall(strapi, action, attempt, ctx, () =>
        original.call(this, ctx, next, ...rest)
      );
    },
};
