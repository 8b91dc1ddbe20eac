import { configurationError } from './configuration-error';
import { configSchema } from './schema';

export default {
  /** Not read by Strapi: docs/configuration.md is generated from it. */
  schema: configSchema,
  /** @throws Error that lists every problem with its path; it stops the start of Strapi */
  validator(config: unknown): void {
    const result = configSchema.safeParse(config);
    if (result.success) {
      return;
    }
    const problems = result.error.issues.map(
      (issue) => `${['config', ...issue.path].join('.')}: ${issue.message}`
    );
    throw configurationError(problems);
  },
};
