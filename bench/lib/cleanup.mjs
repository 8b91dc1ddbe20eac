/** What the benchmark has started or created, the newest last. */
const undo = [];

/**
 * Runs `work` at the end of the benchmark, even if it fails or is interrupted.
 *
 * @returns a function that runs it now instead
 */
export const atEnd = (work) => {
  const entry = { work };
  undo.push(entry);
  return async () => {
    const index = undo.indexOf(entry);
    if (index !== -1) {
      undo.splice(index, 1);
      await work();
    }
  };
};

const undoAll = async () => {
  while (undo.length > 0) {
    try {
      await undo.pop().work();
    } catch (error) {
      console.error(`The clean-up failed: ${error.message}`);
    }
  }
};

let ending;

/** Undoes everything. An interrupted run calls it twice, since a part may still start something. */
export const cleanUp = () => {
  ending = (ending ?? Promise.resolve()).then(undoAll);
  return ending;
};

/** Whether the failures of measurements are those of a run that ends. */
export const isEnding = () => ending !== undefined;

/** Ends everything on Ctrl-C, and after `limitMs`. */
export const cleanUpOnSignals = (limitMs) => {
  const end = async (reason, code) => {
    if (!isEnding()) {
      console.error(`\n${reason}: ending`);
    }
    await cleanUp();
    process.exit(code);
  };
  process.on('SIGINT', () => end('Interrupted', 130));
  process.on('SIGTERM', () => end('Terminated', 143));
  setTimeout(() => end(`Not done after ${limitMs / 60_000} minutes`, 1), limitMs).unref();
};
