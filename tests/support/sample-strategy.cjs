/**
 * Code of the site (`TEST_CODE`) that adds the strategy `sample`. It has an option of every type
 * and accepts one password for every user name.
 */
const withStrategy = require('./with-strategy.cjs');

/** As in `passwords.ts`. */
const PASSWORD = 'correct-Horse-7';

const strategyOf = ({ z }) => ({
  name: 'sample',
  type: 'enterprise',
  options: z.strictObject({
    address: z.url().describe('Where the source is'),
    api_key: z.string().min(8).max(200).optional().describe('What the source knows the site by'),
    seconds: z.number().int().min(1).max(60).default(10),
    ratio: z.number().min(0).max(1).optional(),
    strict: z.boolean().default(true),
    level: z.enum(['low', 'high']).default('low'),
    note: z.string().max(100).optional(),
    origins: z.array(z.url()).max(3).default([]),
    headers: z
      .record(z.string().regex(/^[A-Za-z-]+$/, 'must be a header name'), z.string())
      .default({}),
    disable_signup: z.boolean().default(false),
  }),
  secrets: ['api_key'],
  destinations: ['address'],
  username: () => 'none',
  passwordRules: () => [],
  async authenticate(_connection, { identifier, password }) {
    if (password !== PASSWORD) {
      throw new Error('another password was expected');
    }
    const email = `${identifier}@example.test`;
    return { id: identifier, email, emailVerified: true, data: { email, name: identifier } };
  },
  async test({ options }) {
    const hasKey = typeof options.api_key === 'string';
    const connect = { name: 'connect', ok: true, message: `${options.address} answers` };
    const key = { name: 'key', ok: hasKey, message: hasKey ? 'accepted' : 'missing' };
    return { ok: hasKey, steps: [connect, key] };
  },
});

module.exports = withStrategy(strategyOf);
