const { TestEnvironment } = require('jest-environment-node');

/** Processes with no server to serve. They outlive the test file, and end with the worker. */
const idle = [];

module.exports = class ServerHosts extends TestEnvironment {
  busy = new Set();

  async setup() {
    await super.setup();
    this.global.serverHosts = { idle, busy: this.busy };
  }

  /** A test file that fails may leave servers behind. */
  async teardown() {
    for (const { child } of this.busy) {
      child.kill('SIGKILL');
    }
    await super.teardown();
  }
};
