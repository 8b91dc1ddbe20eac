const { TestEnvironment } = require('jest-environment-node');

/** Idle processes. They survive the test file and exit with the worker. */
const idle = [];

module.exports = class ServerHosts extends TestEnvironment {
  busy = new Set();

  async setup() {
    await super.setup();
    this.global.serverHosts = { idle, busy: this.busy };
  }

  /** A failed test file can leave servers running. */
  async teardown() {
    for (const { child } of this.busy) {
      child.kill('SIGKILL');
    }
    await super.teardown();
  }
};
