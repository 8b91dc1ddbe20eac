import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

interface Agents {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

const createAgents = async (allowPrivateIPAddress: boolean): Promise<Agents> => {
  // An ES module, which not every Node.js that Strapi runs on can `require`.
  const { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } =
    await import('request-filtering-agent');
  return {
    httpAgent: new RequestFilteringHttpAgent({ allowPrivateIPAddress }),
    httpsAgent: new RequestFilteringHttpsAgent({ allowPrivateIPAddress }),
  };
};

const made = new Map<boolean, Promise<Agents>>();

/**
 * Agents that look at the address in the moment of connecting, after the name was resolved: a name that
 * is harmless when it is checked and private when it is used gets nowhere.
 */
export const agentsFor = (allowPrivate: boolean): Promise<Agents> => {
  const agents = made.get(allowPrivate) ?? createAgents(allowPrivate);
  made.set(allowPrivate, agents);
  return agents;
};

/** The library tells a refused address by its text alone. */
const REFUSED = /^DNS lookup .* is not allowed\. Because/;

export const isRefusedAddress = (error: unknown): boolean =>
  error instanceof Error && REFUSED.test(error.message);
