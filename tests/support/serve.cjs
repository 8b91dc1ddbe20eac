/** Serves the built application until the parent process exits. */
process.stdin.on('end', () => process.exit(1)).resume();

require('./application.cjs')().start();
