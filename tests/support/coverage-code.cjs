/**
 * Code of the site that also counts the calls of all functions (see `executed-code.ts`). V8 counts the blocks of a
 * function only if it compiles the function after that began, so this runs before the plugin is loaded.
 */
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

globalThis.takeCoverage = () =>
  new Promise((resolve, reject) => {
    session.post('Profiler.takePreciseCoverage', (error, covered) =>
      error ? reject(error) : resolve(covered.result)
    );
  });

module.exports = require('./server-code.cjs');
