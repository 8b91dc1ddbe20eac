import type { RequestFacts } from '../enrich';
import { newLogId } from './log-id';

/**
 * What the plugin stores in the `metadata` of a session: enough to restore the event of the login if it was
 * lost. A refresh copies it to the new session (@strapi/core 5.54.0, services/session-manager.js).
 */
export interface SessionFacts {
  /** The id of the login's event; null if the session does not come from a login. */
  log_id: string | null;
  login_at: string;
  connection: string;
  /** The key of the identity that logged in, if it is not the account's own. */
  identity?: string | null;
  ip: string | null;
  user_agent: string | null;
  client_id: string | null;
  client_name: string | null;
}

const KEY = 'userProfile';

export const sessionFacts = (
  facts: RequestFacts,
  connection: string,
  isLogin: boolean,
  now: Date
): SessionFacts => ({
  log_id: isLogin ? newLogId(now) : null,
  login_at: now.toISOString(),
  connection,
  ip: facts.ip,
  user_agent: facts.userAgent,
  client_id: facts.application.client_id,
  client_name: facts.application.name,
});

export const readSessionFacts = (metadata: unknown): SessionFacts | null => {
  if (typeof metadata !== 'object' || metadata === null) {
    return null;
  }
  const facts = (metadata as Record<string, unknown>)[KEY];
  return typeof facts === 'object' && facts !== null ? (facts as SessionFacts) : null;
};

export const withSessionFacts = (metadata: unknown, facts: SessionFacts) => ({
  ...(typeof metadata === 'object' && metadata !== null ? metadata : {}),
  [KEY]: facts,
});

/** The metadata of a session without what the plugin has added; null if nothing is left. */
export const withoutSessionFacts = (metadata: unknown): Record<string, unknown> | null => {
  if (typeof metadata !== 'object' || metadata === null) {
    return null;
  }
  const { [KEY]: _facts, ...rest } = metadata as Record<string, unknown>;
  return Object.keys(rest).length > 0 ? rest : null;
};
