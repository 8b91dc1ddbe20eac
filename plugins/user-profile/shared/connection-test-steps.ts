/** The steps of connection tests. Strategies of other plugins may have others. */
export const CONNECTION_TEST_STEPS = [
  'connect',
  'discovery',
  'endpoints',
  'keys',
  'client',
  'get-user',
  'login',
  'signature',
] as const;

export type ConnectionTestStep = (typeof CONNECTION_TEST_STEPS)[number];
