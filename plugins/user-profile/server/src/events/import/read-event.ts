import type { Core } from '@strapi/types';

import { MAX_DETAILS_BYTES } from '../../../../shared/constants';
import { eventInput, type EventInput } from '../../../../shared/contracts/event-log';
import type { JsonObject } from '../../../../shared/contracts/json';
import { DAY_MS, MINUTE_MS } from '../../../../shared/durations';
import { getConfig } from '../../config/get';
import { checkMetadataKeys } from '../../model/users/metadata-rules';
import { problem, validationError, type Problem } from '../../utils/errors';
import { maskSecrets } from '../../utils/mask-secrets';
import { validate } from '../../utils/validate';

/** Clocks differ slightly. A date further in the future is an error. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;

const dateProblems = (strapi: Core.Strapi, date: string): Problem[] => {
  const time = new Date(date).getTime();
  const { days } = getConfig(strapi).retention;
  if (time > Date.now() + MAX_AHEAD_MS) {
    return [problem(['date'], 'date must not be in the future')];
  }
  if (time > Date.now() - days * DAY_MS) {
    return [];
  }
  return [problem(['date'], `date is older than ${days} days, the retention period of events`)];
};

const detailsProblems = (details: JsonObject): Problem[] => {
  const size = Buffer.byteLength(JSON.stringify(details));
  if (size <= MAX_DETAILS_BYTES) {
    return [];
  }
  const message = `details must be at most ${MAX_DETAILS_BYTES} bytes as JSON, but has ${size}`;
  return [problem(['details'], message)];
};

/**
 * Validates one event to import, and masks the secrets in its details.
 *
 * @throws ValidationError with every problem and its path
 */
export const readEvent = (strapi: Core.Strapi, value: unknown): EventInput => {
  const event = validate(eventInput, value);
  const details = event.details ?? {};
  const problems = [...dateProblems(strapi, event.date), ...detailsProblems(details)];
  if (problems.length > 0) {
    throw validationError(problems);
  }
  checkMetadataKeys(details, ['details']);
  return { ...event, details: maskSecrets(details) };
};
