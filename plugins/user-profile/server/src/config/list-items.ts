import { z } from '@strapi/utils';

import { connectionName } from '../../../shared/contracts/connections';

/** `localhost:3000` is a URL too, with the scheme `localhost` and no host: no request would have it as its origin. */
const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).host !== '';

/** The entries of `applications`. */
export const applicationItems = z.array(
  z.strictObject({
    client_id: z.string().min(1).max(128),
    name: z.string().min(1).max(128),
    /** Origins that the application is served from, such as `https://shop.example.com`. */
    origins: z
      .array(z.string().refine(isOrigin, 'must be an origin such as https://shop.example.com'))
      .default([]),
  })
);

const connectionFunctions = z.record(
  z.string(),
  z.custom<(...given: never[]) => unknown>(
    (value) => typeof value === 'function',
    'must be a function'
  )
);

/** An entry of `connections`. */
const connectionItem = z.strictObject({
  name: connectionName,
  strategy: z.string().min(1).max(64),
  display_name: z.string().min(1).max(128).optional(),
  enabled: z.boolean().default(true),
  /** Checked by the strategy. */
  options: z.record(z.string(), z.unknown()).default({}),
  /** For `custom-database`. */
  functions: connectionFunctions.default({}),
});

/** The entries of `connections`. */
export const connectionItems = z.array(connectionItem).superRefine((all, context) => {
  const names = all.map(({ name }) => name.toLowerCase());
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) {
      return;
    }
    context.addIssue({
      code: 'custom',
      path: [index, 'name'],
      message: 'must be unique, but another connection has this name',
    });
  });
});
