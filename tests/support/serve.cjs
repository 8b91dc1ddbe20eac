/** Serves the built application until the parent process exits. */
process.stdin.on('end', () => process.exit(1)).resume();

void require('./application.cjs')().start();
