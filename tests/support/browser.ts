// A page may be slower than a test expects on a busy machine: one more try, and the first is reported.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
