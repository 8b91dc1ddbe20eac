/** All projects compile TypeScript to CommonJS with swc and run in Node.js. */
const shared = {
  rootDir: __dirname,
  roots: ['<rootDir>/tests'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};

const project = (displayName, extra) => ({
  ...shared,
  displayName,
  testMatch: [`<rootDir>/tests/${displayName}/**/*.test.ts`],
  ...extra,
});

/** Projects whose tests start processes and take seconds. */
const slow = (displayName, globalSetup) =>
  project(displayName, {
    testEnvironment: '<rootDir>/tests/support/server-hosts.cjs',
    globalSetup: `<rootDir>/tests/support/${globalSetup}`,
    globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
    setupFilesAfterEnv: ['<rootDir>/tests/support/slow.ts'],
  });

/** Compiles packages that are ES modules only: those of the map and request-filtering-agent. */
const unit = {
  transform: { ...shared.transform, '^.+\\.m?js$': shared.transform['^.+\\.tsx?$'] },
  transformIgnorePatterns: [
    '/node_modules/(?!(supercluster|kdbush|topojson-client|request-filtering-agent)/)',
  ],
};

/**
 * For machines with two cores: each integration test file also runs a Strapi process. At most three, because the
 * package test uses the ports of a fourth (tests/support/server-process.ts).
 */
const WORKERS = 2;

module.exports = {
  maxWorkers: WORKERS,
  testSequencer: '<rootDir>/tests/support/slowest-first.cjs',
  projects: [
    project('unit', unit),
    slow('integration', 'global-setup.mjs'),
    slow('browser', 'global-setup-browser.mjs'),
    slow('package', 'global-setup-package.mjs'),
  ],
};
