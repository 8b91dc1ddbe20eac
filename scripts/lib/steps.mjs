import { formatDuration } from './run.mjs';

/**
 * Runs steps and remembers how each went. A step that needs one which failed
 * or was skipped is skipped; all others run, so that one run tells everything that is wrong.
 */
export class Steps {
  /** @type {{ title: string, state: 'passed' | 'failed' | 'skipped', ms: number }[]} */
  results = [];

  async step(title, work, { needs = [] } = {}) {
    const missing = needs.find((need) => this.stateOf(need) !== 'passed');
    if (missing) {
      console.log(`\n=== ${title}: skipped, because it needs: ${missing}`);
      this.results.push({ title, state: 'skipped', ms: 0 });
      return;
    }

    console.log(`\n=== ${title}`);
    const start = performance.now();
    let state = 'passed';
    try {
      await work();
    } catch (error) {
      state = 'failed';
      console.error(error.message);
    }
    const ms = performance.now() - start;
    this.results.push({ title, state, ms });
    console.log(`=== ${title}: ${state} in ${formatDuration(ms)}`);
  }

  /** Runs steps that need nothing of each other, some of them at the same time. */
  async together(steps, atOnce) {
    const waiting = [...steps];
    const work = async () => {
      while (waiting.length > 0) {
        await this.step(...waiting.shift());
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  stateOf(title) {
    return this.results.find((result) => result.title === title)?.state;
  }

  printTimes() {
    console.log('');
    for (const { title, state, ms } of this.results) {
      console.log(`${state.padEnd(8)} ${formatDuration(ms).padStart(12)}  ${title}`);
    }
  }
}
