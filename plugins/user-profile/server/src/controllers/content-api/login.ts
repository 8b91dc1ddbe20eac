import type { Context as KoaContext } from 'koa';

import {
  codeLogin,
  connectQuery,
  loginBody,
  passwordLogin,
  redirectLogin,
  sendCodeBody,
} from '../../../../shared/contracts/login';
import { checkAuthInput } from '../../utils/auth-input';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { limitRequests } from './limit-requests';
import { publicBody } from './public-body';

const has = (body: unknown, key: string): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, key);

/** Chooses the schema by the fields present, so problems are reported for that kind of login only. */
const schemaFor = (body: unknown) => {
  if (has(body, 'password') || has(body, 'identifier')) {
    return passwordLogin;
  }
  return has(body, 'email') ? codeLogin : has(body, 'code') ? redirectLogin : loginBody;
};

/** Logins with the plugin's connections. Each response is that of `POST /api/auth/local`. */
export default ({ strapi }: Context) => {
  const login = () => getService(strapi, 'login');

  return {
    async create(ctx: KoaContext) {
      const { body } = ctx.request;
      const schema = schemaFor(body);
      if (schema === redirectLogin) {
        await limitRequests(strapi, ctx, 'redirect_code');
      }
      const sent = publicBody(ctx, schema);
      checkAuthInput(sent);
      if ('password' in sent) {
        const { identifier, password } = sent;
        const found = await login().requireConnection(sent.connection, 'authenticate');
        const { connection, strategy } = found;
        await login().run({ ctx, connection, identifier, sendsPassword: true }, () =>
          strategy.authenticate(connection, { identifier, password })
        );
        return;
      }
      if ('email' in sent) {
        const { email, code } = sent;
        const found = await login().requireConnection(sent.connection, 'consumeCode');
        const { connection, strategy } = found;
        await login().run({ ctx, connection, identifier: email }, () =>
          strategy.consumeCode(connection, email, code)
        );
        return;
      }
      await getService(strapi, 'redirect-login').finish(ctx, sent);
    },

    async connect(ctx: KoaContext) {
      const { connection } = ctx.params;
      await limitRequests(strapi, ctx, 'redirect_login', connection);
      const query = validate(connectQuery, ctx.query);
      await getService(strapi, 'redirect-login').start(ctx, connection, query);
    },

    async callback(ctx: KoaContext) {
      const { connection } = ctx.params;
      await limitRequests(strapi, ctx, 'redirect_callback', connection);
      await getService(strapi, 'redirect-login').callback(ctx, connection);
    },

    async sendCode(ctx: KoaContext) {
      await limitRequests(strapi, ctx, 'too_many_codes');
      await getService(strapi, 'code-login').send(ctx, publicBody(ctx, sendCodeBody));
    },
  };
};
