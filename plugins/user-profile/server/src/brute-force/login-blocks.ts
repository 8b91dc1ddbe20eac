import type { LoginBlock } from '../../../shared/contracts/users';
import { loadUser } from '../model/users/load-user';
import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import { asIso, asText, inTransaction, query, table, type Row } from '../runtime/database/rows';
import { getService, type Context } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'login-blocks': ReturnType<typeof createLoginBlocks>;
  }
}

/** The blocks that too many failed logins have caused. */
export const createLoginBlocks = ({ strapi }: Context) => ({
  /** The current blocks, by the `documentId` of the user that has the identifier. */
  async find(profiles: string[]): Promise<Map<string, LoginBlock[]>> {
    const rows: Row[] = await query(strapi, LOGIN_FAILURES_UID)
      .whereIn('profile', profiles)
      .where('blocked_until', '>', new Date())
      .orderBy('id');
    const blocks = new Map<string, LoginBlock[]>();
    for (const row of rows) {
      const profile = String(row.profile);
      const found = { ip: asText(row.ip), until: asIso(row.blocked_until) ?? '' };
      blocks.set(profile, [...(blocks.get(profile) ?? []), found]);
    }
    return blocks;
  },

  /**
   * Removes all blocks of a user's identifiers, for all IP addresses, and the counters of failed logins.
   *
   * @param id the user's `documentId` or `user_id`
   * @returns the number of removed blocks
   * @throws NotFoundError
   */
  lift: (id: string): Promise<number> =>
    inTransaction(strapi, async (trx) => {
      const { profile } = await loadUser(strapi, id);
      const counters = () =>
        table(strapi, trx, LOGIN_FAILURES_UID).where({ profile: profile.documentId });
      // Counters of a few failures, and blocks that have ended, go too, but they are no blocks.
      const blocked = await counters()
        .where('blocked_until', '>', new Date())
        .count({ count: '*' });
      await counters().delete();
      const lifted = Number(blocked[0].count);
      if (lifted > 0) {
        await getService(strapi, 'audit').record('ublkdu', profile, { lifted });
      }
      return lifted;
    }),
});
