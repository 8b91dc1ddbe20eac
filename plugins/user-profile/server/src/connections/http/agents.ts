import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

interface Agents {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

const createAgents = async (allowPrivateIPAddress: boolean): Promise<Agents> => {
  // An ES module. Node.js before 20.19 cannot `require` one, and Strapi supports Node.js from 20.0.
  const { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } =
    await import('request-filtering-agent');
  return {
    httpAgent: new RequestFilteringHttpAgent({ allowPrivateIPAddress }),
    httpsAgent: new RequestFilteringHttpsAgent({ allowPrivateIPAddress }),
  };
};

const agentsByMode = new Map<boolean, Promise<Agents>>();

/**
 * Agents that check the IP address when they connect, after the name was resolved. This prevents DNS
 * rebinding, where a name resolves to a public IP address for a check and to a private one later.
 *
 * @param allowPrivate whether private and loopback IP addresses are allowed
 */
export const agentsFor = (allowPrivate: boolean): Promise<Agents> => {
  const agents = agentsByMode.get(allowPrivate) ?? createAgents(allowPrivate);
  agentsByMode.set(allowPrivate, agents);
  return agents;
};

/**
 * This error has no class and no code, only this message: request-filtering-agent 3.2.1,
 * lib/request-filtering-agent.js:76-92.
 */
const PRIVATE_IP = /^DNS lookup .* is not allowed\. Because/;

export const isPrivateIpError = (error: unknown): boolean =>
  error instanceof Error && PRIVATE_IP.test(error.message);
