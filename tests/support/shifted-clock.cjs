/**
 * Code of the site (`TEST_CODE`): shifts the clock of the process by `TEST_CLOCK_SHIFT_MS`, as on a server whose
 * clock is wrong. The clock of the database and the monotonic clock stay the same.
 */
module.exports = () => {
  const shift = Number(process.env.TEST_CLOCK_SHIFT_MS);
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [RealDate.now() + shift]));
    }

    static now() {
      return RealDate.now() + shift;
    }
  };
};
