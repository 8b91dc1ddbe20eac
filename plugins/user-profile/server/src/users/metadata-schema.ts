import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

import type { JsonObject } from '../../../shared/contracts/users';
import { configurationError } from '../config/configuration-error';
import { getConfig } from '../config/get';
import { coded, problem, validationError, type Problem } from '../utils/errors';
import type { Context } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'metadata-schema': ReturnType<typeof createMetadataSchema>;
  }
}

/** Ajv reports a missing or additional property with the path of its parent. */
const pathOf = ({ instancePath, params }: ErrorObject): string[] => {
  const parents = instancePath.split('/').slice(1);
  const property: unknown = params.additionalProperty ?? params.missingProperty;
  return ['user_metadata', ...parents, ...(typeof property === 'string' ? [property] : [])];
};

const problemOf = (error: ErrorObject): Problem => {
  const path = pathOf(error);
  const text = { path: path.join('.'), problem: error.message ?? 'is not valid' };
  return problem(path, coded('metadata_schema', text));
};

/** @throws Error that names the setting, if the schema is invalid */
const compile = (schema: Record<string, unknown>): ValidateFunction => {
  try {
    return new Ajv({ allErrors: true, strict: false }).compile(schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw configurationError([
      `config.userMetadata.schema: must be a JSON Schema of draft-07, but ${reason}`,
    ]);
  }
};

/** Validates `user_metadata` against the JSON Schema in the plugin's configuration, if there is one. */
export const createMetadataSchema = ({ strapi }: Context) => {
  let compiled: ValidateFunction | null | undefined;

  const validator = (): ValidateFunction | null => {
    if (compiled !== undefined) {
      return compiled;
    }
    const { schema } = getConfig(strapi).userMetadata;
    compiled = schema ? compile(schema) : null;
    return compiled;
  };

  return {
    /**
     * Called at startup, so an invalid schema fails then.
     * @throws Error
     */
    prepare: (): void => void validator(),

    /** @throws ValidationError that lists every problem with its path */
    check(metadata: JsonObject): void {
      const validate = validator();
      if (!validate || validate(metadata)) {
        return;
      }
      throw validationError((validate.errors ?? []).map(problemOf));
    },
  };
};
