import type { Core } from '@strapi/types';

import type { FindUser } from '../../../shared/contracts/users';
import { loadUser } from '../model/users/load-user';
import { invitationOf } from '../model/users/serializer';
import { actionsFor } from '../model/users/user-actions';
import { getService } from '../utils/service';
import { withAccountFields, type AccountFieldsRequest } from './with-account-fields';

declare module '../utils/service' {
  interface Services {
    'user-details': ReturnType<typeof createUserDetails>;
  }
}

/** One user, with what a client needs to offer changes. */
export const createUserDetails = ({ strapi }: { strapi: Core.Strapi }) => ({
  /**
   * @param id a `documentId` or a `user_id`
   * @throws NotFoundError
   */
  async describe(
    id: string,
    accountFields: AccountFieldsRequest = { asked: undefined }
  ): Promise<FindUser.Response> {
    const target = await loadUser(strapi, id, { lock: false });
    const rows = [target.row];
    const profiles = await getService(strapi, 'user-reader').serialize(rows);
    const [data] = await withAccountFields(strapi, rows, profiles, accountFields);
    const { documentId } = data;
    const blocks = await getService(strapi, 'login-blocks').find([documentId]);
    const loginBlocks = blocks.get(documentId) ?? [];
    const actions = actionsFor(target);
    const rules = actions.includes('change-password')
      ? target.strategy.passwordRules(target.connection)
      : [];
    if (loginBlocks.length > 0) {
      actions.push('lift-login-blocks');
    }
    return {
      data,
      meta: {
        revision: target.row.revision,
        actions,
        login_blocks: loginBlocks,
        erasure_requested_at: target.row.erasure_requested_at?.toISOString() ?? null,
        account_missing: target.accountIds.length === 0,
        invitation: invitationOf(target.row),
        password_rules: rules,
      },
    };
  },
});
