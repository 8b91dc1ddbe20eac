import type { Core } from '@strapi/types';

import { MAX_DETAILS_BYTES } from '../../../../shared/constants';
import { eventInput, type EventInput } from '../../../../shared/contracts/event-log';
import type { JsonObject } from '../../../../shared/contracts/json';
import { getConfig } from '../../config/get';
import { checkMetadataKeys } from '../../model/users/metadata-rules';
import { problem, validationError, type Problem } from '../../utils/errors';
import { maskSecrets } from '../../utils/mask-secrets';
import { validate } from '../../utils/validate';

const DAY_MS = 86_400_000;

/** Clocks differ; what lies further ahead is a mistake. */
const MAX_AHEAD_MS = 5 * 60_000;

const dateProblems = (strapi: Core.Strapi, date: string): Problem[] => {
  const time = new Date(date).getTime();
  const { days } = getConfig(strapi).retention;
  if (time > Date.now() + MAX_AHEAD_MS) {
    return [problem(['date'], 'date lies in the future')];
  }
  if (time > Date.now() - days * DAY_MS) {
    return [];
  }
  return [problem(['date'], `date is older than the ${days} days that events are kept`)];
};

const detailsProblems = (details: JsonObject): Problem[] => {
  const size = Buffer.byteLength(JSON.stringify(details));
  if (size <= MAX_DETAILS_BYTES) {
    return [];
  }
  const message = `details must be at most ${MAX_DETAILS_BYTES} bytes as JSON; this has ${size}`;
  return [problem(['details'], message)];
};

/**
 * Checks one event from elsewhere, and takes the secrets out of its details.
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
