import type { Core } from '@strapi/types';

import { MAX_METADATA_BYTES } from '../../../shared/constants';
import type { JsonObject } from '../../../shared/contracts/users';
import { checkMetadataKeys, mergeMetadata } from '../model/users/metadata-rules';
import { problem, validationError, coded } from '../utils/errors';
import { getService } from '../utils/service';

export type MetadataMode = 'merge' | 'replace';

/**
 * The `user_metadata` after a change.
 *
 * @throws ValidationError if a key is not allowed, if the result is too large, or if it does not match the
 *   site's JSON Schema
 */
export const changedMetadata = (
  strapi: Core.Strapi,
  current: JsonObject,
  sent: JsonObject,
  mode: MetadataMode
): JsonObject => {
  const changed = mode === 'merge' ? mergeMetadata(current, sent) : sent;
  const size = Buffer.byteLength(JSON.stringify(changed));
  if (size > MAX_METADATA_BYTES) {
    const text = coded('metadata_size', { max: MAX_METADATA_BYTES, size });
    throw validationError([problem(['user_metadata'], text)]);
  }
  checkMetadataKeys(sent, ['user_metadata']);
  getService(strapi, 'metadata-schema').check(changed);
  return changed;
};
