const REDRAW_MS = 200;
const LINE_MS = 10_000;
const WIDTH = 24;

export interface Progress {
  add(count: number): void;
  /**
   * Shows the final number.
   * @param result such as the file that was written
   */
  end(result?: string): void;
}

const barOf = (share: number): string => {
  const full = Math.round(Math.min(share, 1) * WIDTH);
  return `[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}]`;
};

/**
 * Shows progress on stderr: a bar that is redrawn on a terminal, and otherwise a line now and then.
 *
 * @param total the expected number; more may come. Undefined if it is not known
 */
export const createProgress = (what: string, total?: number): Progress => {
  const { stderr } = process;
  const isTerminal = stderr.isTTY === true;
  const started = performance.now();
  let done = 0;
  let shown = started;

  const numbers = (): string => {
    const seconds = (performance.now() - started) / 1000;
    const rate = Math.round(done / Math.max(seconds, 0.001));
    const ofTotal = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
    return `${done.toLocaleString('en')}${ofTotal} ${what}, ${rate.toLocaleString('en')}/s`;
  };

  return {
    add(count) {
      done += count;
      const now = performance.now();
      if (now - shown < (isTerminal ? REDRAW_MS : LINE_MS)) {
        return;
      }
      shown = now;
      const bar = total === undefined ? '' : `${barOf(done / Math.max(total, 1))} `;
      stderr.write(isTerminal ? `\r\x1b[K${bar}${numbers()}` : `${numbers()}\n`);
    },
    end(result) {
      const end = result === undefined ? '' : `: ${result}`;
      stderr.write(`${isTerminal ? '\r\x1b[K' : ''}${done.toLocaleString('en')} ${what}${end}\n`);
    },
  };
};
