import type { Context } from '../../utils/service';
import { createResetCodes } from './codes';
import { createResetConfirm } from './confirm';
import { createResetRequest } from './request';

declare module '../../utils/service' {
  interface Services {
    'password-reset': ReturnType<typeof createPasswordReset>;
  }
}

/** Password reset for users of the plugin's connections. */
export const createPasswordReset = ({ strapi }: Context) => {
  const codes = createResetCodes(strapi);
  return { ...createResetRequest(strapi, codes), confirm: createResetConfirm(strapi, codes) };
};
