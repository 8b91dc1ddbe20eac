import { formatDuration } from './run.mjs';

/**
 * Runs steps and records their results. A step is skipped if one that it needs has failed or was
 * skipped. All others run, so one run reports every failure.
 */
export class Steps {
  /** @type {{ title: string, state: 'passed' | 'failed' | 'skipped', ms: number }[]} */
  results = [];

  async step(title, work, { needs = [] } = {}) {
    const missing = needs.find((need) => this.stateOf(need) !== 'passed');
    if (missing) {
      console.log(`\n=== ${title}: skipped (requires "${missing}")`);
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

  /** Runs independent steps, at most `concurrency` at the same time. */
  async parallel(steps, concurrency) {
    const queue = [...steps];
    const work = async () => {
      while (queue.length > 0) {
        await this.step(...queue.shift());
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
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
