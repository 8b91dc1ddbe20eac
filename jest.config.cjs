/** What every project shares: TypeScript by swc, as CommonJS, in Node. */
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

/** Projects that start processes: each file needs seconds, not milliseconds. */
const slow = (displayName, globalSetup) =>
  project(displayName, {
    testEnvironment: '<rootDir>/tests/support/server-hosts.cjs',
    globalSetup: `<rootDir>/tests/support/${globalSetup}`,
    globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
    setupFilesAfterEnv: ['<rootDir>/tests/support/slow.ts'],
  });

/** Packages that are ES modules: of the panel's map, and of the calls to other servers. */
const unit = {
  transform: { ...shared.transform, '^.+\\.m?js$': shared.transform['^.+\\.tsx?$'] },
  transformIgnorePatterns: [
    '/node_modules/(?!(supercluster|kdbush|topojson-client|request-filtering-agent)/)',
  ],
};

module.exports = {
  // Two cores, and each test file of `integration` keeps a Strapi process of its own busy.
  maxWorkers: 2,
  projects: [
    project('unit', unit),
    slow('integration', 'global-setup.mjs'),
    slow('browser', 'global-setup-browser.mjs'),
    slow('package', 'global-setup-package.mjs'),
  ],
};
