/** Serves the built application until the process that started it ends. */
process.stdin.on('end', () => process.exit(1)).resume();

require('./application.cjs')().start();
