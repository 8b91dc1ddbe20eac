// On a slow machine a page can exceed a timeout. Retries once and logs the first error.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
