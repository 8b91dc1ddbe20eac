import { z } from '@strapi/utils';

import { jsonObject, type JsonObject } from '../../../shared/contracts/json';
import type { BeforeLoginResult } from '../../../shared/login-hooks';
import { isStorable } from '../../../shared/storable-text';
import { checkMetadataKeys } from '../model/users/metadata-rules';

const MESSAGE_LENGTH = 300;
const MAX_JSON_BYTES = 4096;

const rejection = z.strictObject({
  message: z.string().trim().min(1).max(MESSAGE_LENGTH).refine(isStorable, 'must be storable text'),
  reason: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be a code of up to 64 letters, digits, _, - and .'),
});

/** A copy, so the hook cannot change it later. */
const smallObject = jsonObject.transform((value, context): JsonObject => {
  const json = JSON.stringify(value);
  if (Buffer.byteLength(json) > MAX_JSON_BYTES) {
    context.addIssue(`must not be larger than ${MAX_JSON_BYTES} bytes`);
    return z.NEVER;
  }
  const copy = JSON.parse(json) as JsonObject;
  checkMetadataKeys(copy, []);
  return copy;
});

const nothing = z
  .undefined()
  .or(z.null())
  .transform((): BeforeLoginResult => ({}));

/** What `beforeLogin` may return. */
export const beforeLoginResult = z
  .strictObject({
    reject: rejection.optional(),
    claims: smallObject.optional(),
    app_metadata: smallObject.optional(),
  })
  .or(nothing);

/** What `beforeSignUp` may return. */
export const beforeSignUpResult = z.strictObject({ reject: rejection.optional() }).or(nothing);
