import { quantile } from './statistics.mjs';

const WARM_UP_ROUNDS = 2;
const MIN_ROUNDS = 5;

/**
 * Measures alternately, so a busy moment of the machine affects all sides. The first rounds are not counted.
 *
 * @param measures functions that return milliseconds
 * @param options.budgetMs no further round starts after this time, once there are enough
 * @returns the times of each function
 */
export const alternate = async (measures, { rounds = 30, budgetMs = 1000 } = {}) => {
  const times = measures.map(() => []);
  const started = performance.now();
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    if (round >= MIN_ROUNDS && performance.now() - started > budgetMs) {
      break;
    }
    for (const [index, measure] of measures.entries()) {
      const ms = await measure();
      if (round >= 0) {
        times[index].push(ms);
      }
    }
  }
  return times;
};

/**
 * Compares something with others and reports one row for each of them.
 *
 * @param subject `{ name, measure }`
 * @param baselines `{ label, measure, atMost }`; without `atMost` there is no target
 * @param options.quantiles share -> name, such as `{ 0.5: 'p50' }`
 * @param options.note text for the row
 * @param options.problem text if the result is wrong, however fast it is
 */
export const compare = async (report, subject, baselines, options = {}) => {
  const { quantiles = { 0.5: '' }, note, problem, ...limits } = options;
  const measures = [subject, ...baselines].map(({ measure }) => measure);
  const [own, ...others] = await alternate(measures, limits);
  for (const [share, label] of Object.entries(quantiles)) {
    const value = quantile(own, Number(share));
    for (const [index, { label: against, atMost }] of baselines.entries()) {
      const baseline = quantile(others[index], Number(share));
      report.ratio({
        name: label ? `${subject.name}, ${label}` : subject.name,
        value,
        against,
        baseline,
        unit: 'ms',
        atMost,
        note,
        problem,
      });
    }
  }
};
