import type { Core, Modules } from '@strapi/types';
import { errors, type z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { actingAs, actorOf } from '../../request/actor';
import { logError } from '../../utils/log-error';
import { getService } from '../../utils/service';
import { validate } from '../../utils/validate';

interface Tool<Input extends z.ZodObject, Output extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  /** The admin permission that the tool requires. */
  action: string;
  input: Input;
  output: Output;
  /** @param can whether the token has an admin permission */
  run(
    strapi: Core.Strapi,
    args: z.output<Input>,
    can: (action: string) => boolean
  ): Promise<z.output<Output>>;
}

const asText = (text: string) => [{ type: 'text' as const, text }];

/**
 * Strapi would pass on the message of any error, which may contain SQL (@strapi/core 5.54.0,
 * services/mcp/tool-registry.js).
 */
const describeError = (strapi: Core.Strapi, error: unknown): string => {
  if (error instanceof errors.ApplicationError) {
    return error.message;
  }
  logError(strapi, 'an MCP tool failed', error);
  return 'Internal Server Error';
};

/** Defines an MCP tool that validates, acts and responds as a route of the admin API does. */
export const defineTool = <Input extends z.ZodObject, Output extends z.ZodObject>({
  action,
  input,
  output,
  run,
  ...texts
}: Tool<Input, Output>) => ({
  ...texts,
  auth: { policies: [{ action }] as [{ action: string }] },
  resolveInputSchema: (): z.ZodObject => input,
  resolveOutputSchema: (): z.ZodObject => output,
  createHandler:
    (strapi: Core.Strapi, { userAbility }: Modules.MCP.McpHandlerContext) =>
    async ({ args }: { args: object }) => {
      const ctx = strapi.requestContext.get() as KoaContext;
      try {
        // Strapi has checked the schema, but not the Unicode and the depth.
        const checked = validate(input, args);
        const result = await actingAs(actorOf(ctx), () =>
          run(strapi, checked, (other) => userAbility.can(other, 'all'))
        );
        return { content: asText(JSON.stringify(result)), structuredContent: result };
      } catch (error) {
        return { content: asText(describeError(strapi, error)), isError: true as const };
      } finally {
        // The MCP server writes the response past Koa, so `completeResponses` comes too late.
        await getService(strapi, 'background-tasks').settleRequest(ctx);
      }
    },
});
