import {
  hasMoved,
  type Measurement,
} from '../../../../plugins/user-profile/server/src/runtime/database/shared-clock';

const CURRENT: Measurement = { time: 1_000_000, error: 5, at: 100 };

const next = (time: number, error = 5, at = 60_100): Measurement => ({ time, error, at });

describe('the shared clock', () => {
  it('follows the first measurement', () => {
    expect(hasMoved(undefined, CURRENT)).toBe(true);
  });

  it.each([0, 3, 10, -10])(
    'stays if a later measurement differs by %p ms, within both errors',
    (difference) => {
      expect(hasMoved(CURRENT, next(1_060_000 + difference))).toBe(false);
    }
  );

  it.each([11, -11, 60_000, -60_000])(
    'follows a later measurement that differs by %p ms',
    (difference) => {
      expect(hasMoved(CURRENT, next(1_060_000 + difference))).toBe(true);
    }
  );

  it('stays if the later measurement is too inexact to tell', () => {
    expect(hasMoved(CURRENT, next(1_060_400, 500))).toBe(false);
  });
});
