import { createHash } from 'node:crypto';
import { setImmediate as giveWay } from 'node:timers/promises';
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';
import type { z } from '@strapi/utils';
import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type {
  confirmPasswordResetBody,
  requestPasswordResetBody,
} from '../../../shared/contracts/sign-up';
import { AUTH_ACTIONS } from '../capture/auth-actions';
import { captureCall, startAttempt } from '../capture/auth-controller';
import { maskIdentifier } from '../capture/failure';
import { getConfig } from '../config/get';
import type { AccountRef, ConnectionRef } from '../connections/strategy';
import { explained } from '../connections/users-permissions/mail';
import { asBoolean, asIso, asText, inTransaction, on, read, type Row } from '../database/rows';
import type { RequestFacts } from '../enrich';
import { problem, validationError } from '../utils/errors';
import { getService } from '../utils/service';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from './connections/store';
import { loadTarget } from './users/target';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** From one address, whomever they are for. */
const MAX_PER_MINUTE = 50;

const WRONG_CODE = 'The code is wrong, was used already, or is too old';

/** Whose password a code is for, and which password it was: a newer one makes it void. */
interface ResetOf extends Record<string, string> {
  connection: string;
  profile: string;
  email: string;
  password: string;
  /** How long the code is good. */
  until: string;
}

/** A new password for users of the plugin's connections who forgot theirs. */
export const createPasswordReset = ({ strapi }: { strapi: Core.Strapi }) => {
  const tickets = () => getService(strapi, 'tickets');
  const rates = () => getService(strapi, 'rates');

  const markOf = async (account: Row, user: Row): Promise<string> =>
    createHash('sha256')
      .update(`${String(account.password)}\0${asIso(user.last_password_reset)}`)
      .digest('hex');

  const findIdentity = ({ document_id: account }: Row): Promise<Row | undefined> =>
    read(strapi, UIDS.identity).where({ account }).first('user_id', 'external_id');

  const findUser = async (account: Row): Promise<Row | undefined> => {
    const identity = await findIdentity(account);
    return identity && read(strapi, UIDS.user).where({ id: identity.user_id }).first();
  };

  const findAccount = (where: Record<string, unknown>): Promise<Row | undefined> =>
    read(strapi, STRAPI_UIDS.account)
      .where(where)
      .first('id', 'document_id', 'email', 'password', 'provider', 'blocked');

  const mail = async ({ name, options }: ConnectionRef, email: string, code: string) => {
    const page = asText(options.reset_url);
    const url = page === null ? null : new URL(page);
    url?.searchParams.set('connection', name);
    url?.searchParams.set('code', code);
    const how = url ? `open this link: ${url.href}` : `use this code: ${code}`;
    const text = `To choose a new password, ${how}\n\nIt is good for one hour. If you did not ask for it, there is nothing to do: your password stays as it is.`;
    const service = strapi.plugin('email').service('email');
    await explained(() => service.send({ to: email, subject: 'Your new password', text }));
  };

  /** @throws ApplicationError where the mail could not be sent */
  const send = async (connection: ConnectionRef, { id }: Pick<AccountRef, 'id'>): Promise<void> => {
    const account = await findAccount({ id });
    const user = account && (await findUser(account));
    const email = asText(account?.email);
    if (!account || !user || email === null) return;
    const data: ResetOf = {
      connection: connection.name,
      profile: String(user.document_id),
      email,
      password: await markOf(account, user),
      until: new Date(Date.now() + HOUR_MS).toISOString(),
    };
    const code = await tickets().issue('password-reset', data, HOUR_MS);
    await mail(connection, email, code);
  };

  /** What becomes of a request is told to the log alone. */
  const answerInMail = async (
    connection: ConnectionRow,
    email: string,
    facts: RequestFacts
  ): Promise<void> => {
    const writer = getService(strapi, 'event-writer');
    const account = await findAccount({ provider: connection.name, email });
    const event = { facts, connection: connection.name, accountId: account?.id ?? null };
    const fail = (reason: string) =>
      writer.record({
        ...event,
        type: 'fcpr',
        userName: maskIdentifier(email),
        details: { reason },
      });
    if (!account) return fail('unknown_user');
    if (asBoolean(account.blocked)) return fail('blocked');
    try {
      await send(connection, account);
    } catch {
      return fail('mail_failed');
    }
    return writer.record({ ...event, type: 'scpr' });
  };

  /** What a code is for, as long as it is still good for it. */
  const findReset = async (code: string) => {
    const data = (await tickets().peek('password-reset', code)) as ResetOf | null;
    if (!data) return null;
    const account = await findAccount({ provider: data.connection, email: data.email });
    const user = account && (await findUser(account));
    if (!account || user?.document_id !== data.profile || asBoolean(account.blocked)) return null;
    if ((await markOf(account, user)) !== data.password) return null;
    return { data, account, user };
  };

  type Found = NonNullable<Awaited<ReturnType<typeof findReset>>>;

  const refuse = (): never => {
    throw validationError([problem(['code'], WRONG_CODE)]);
  };

  /** A source has rules of its own: what it refuses leaves the code good. */
  const changeAtSource = async (
    { data }: Found,
    code: string,
    work: () => Promise<void> | undefined
  ): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const left = new Date(data.until).getTime() - Date.now();
      await tickets().issue('password-reset', data, left, code);
      throw error;
    }
  };

  const change = async (found: Found, code: string, password: string): Promise<void> => {
    const { account, user, data } = found;
    const login = getService(strapi, 'login');
    const { connection, strategy } = await login.requireConnection(
      data.connection,
      'changePassword'
    );
    login.requireEnabled(connection);
    await strategy.checkPassword?.(connection, password);
    if (!(await tickets().redeem('password-reset', code))) refuse();
    const externalId = String((await findIdentity(account))?.external_id);
    const ref = { id: account.id, email: data.email, externalId };
    await changeAtSource(found, code, () =>
      strategy.atSource?.changePassword?.(connection, ref, password)
    );
    await inTransaction(strapi, async (trx) => {
      const { row, accountIds } = await loadTarget(strapi, data.profile);
      const sessions = getService(strapi, 'sessions');
      await sessions.lockDevices(trx, row.id);
      await sessions.endAll(accountIds);
      await strategy.changePassword(connection, ref, password);
      // Whoever used the code reads the mail.
      await on(strapi, trx, UIDS.user)
        .where({ id: user.id, email: account.email })
        .update({ email_verified: true });
      await getService(strapi, 'hub').profileChanged(trx, Number(user.id));
    });
  };

  return {
    send,

    /** Answers the same whoever the address belongs to, and before that is known. @throws RateLimitError */
    async request(ctx: KoaContext, body: z.output<typeof requestPasswordResetBody>): Promise<void> {
      const login = getService(strapi, 'login');
      const { connection: name, email } = body;
      const { connection } = await login.requireConnection(name, 'sendPasswordReset');
      if (connection.managed_by === BY_USERS_PERMISSIONS) {
        throw new errors.ApplicationError(`Ask for it by POST /api/auth/forgot-password`);
      }
      login.requireEnabled(connection);
      const facts = getService(strapi, 'request-facts').ofContext(ctx);
      const from = { by: facts.ip ?? 'unknown', max: MAX_PER_MINUTE, windowMs: MINUTE_MS };
      await rates().take({ what: 'password-reset', ...from }, facts, name);
      const max = getConfig(strapi).bruteForce.maxPasswordResetsPerHour;
      const of = { by: `${name}|${email}`, max, windowMs: HOUR_MS };
      await rates().take({ what: 'password-reset-mail', ...of }, facts, name);
      // Not before the answer is out: how long it takes tells who has the address.
      const later = giveWay().then(() => answerInMail(connection, email, facts));
      getService(strapi, 'pending').add(later);
    },

    /**
     * Sets the new password and ends all sessions. A password that breaks a rule leaves the code good.
     *
     * @throws ValidationError that lists every rule that the password breaks, or for the code
     */
    async confirm(
      ctx: KoaContext,
      { code, password }: z.output<typeof confirmPasswordResetBody>
    ): Promise<void> {
      const facts = getService(strapi, 'request-facts').ofContext(ctx);
      const from = { by: facts.ip ?? 'unknown', max: MAX_PER_MINUTE, windowMs: MINUTE_MS };
      await rates().take({ what: 'new-password', ...from }, facts, null);
      const found = await findReset(code);
      const attempt = startAttempt(strapi, ctx, {
        action: 'resetPassword',
        connection: found?.data.connection ?? null,
        subject: { identifier: null, accountId: found?.account.id ?? null },
      });
      await captureCall(strapi, AUTH_ACTIONS.resetPassword, attempt, ctx, async () => {
        if (!found) refuse();
        else await change(found, code, password);
        ctx.body = { data: { reset: true } };
      });
    },
  };
};
