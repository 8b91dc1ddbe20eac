const { TestEnvironment } = require('jest-environment-node');

/** Idle processes. They survive the test file and exit with the worker. */
const idle = [];

module.exports = class ServerHosts extends TestEnvironment {
  busy = new Set();

  async setup() {
    await super.setup();
    this.global.serverHosts = { idle, busy: this.busy };
  }

  /** A failure may be hard to repeat. */
  async handleTestEvent({ name }) {
    if (name === 'test_fn_failure') {
      await this.global.describeOpenPages?.();
    }
  }

  /** A failed test file can leave servers running. */
  async teardown() {
    for (const { child } of this.busy) {
      child.kill('SIGKILL');
    }
    await super.teardown();
  }
};
