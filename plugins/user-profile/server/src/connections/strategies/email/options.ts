import { z } from '@strapi/utils';

import { plainText } from '../../../../../shared/contracts/common';
import { commonOptions } from '../base/options';

const CODE = '{code}';

const text = z
  .string()
  .trim()
  .min(1)
  .max(5000)
  .refine((value) => value.includes(CODE), `must contain ${CODE}`);

const message = { subject: plainText(200), text };

const DEFAULT_TEXT = `Your code is ${CODE}. It is valid for {minutes} minutes.

If you did not request it, you can ignore this email.`;

export const emailOptions = z.strictObject({
  ...commonOptions,
  code_minutes: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('How long a code is valid, in minutes'),
  from: plainText(320)
    .optional()
    .describe("The sender; if empty, the default of Strapi's email plugin"),
  reply_to: plainText(320).optional().describe('The email address for replies'),
  subject: message.subject
    .default('Your code')
    .describe('The subject; may contain {code} and {minutes}'),
  text: text
    .default(DEFAULT_TEXT)
    .describe('The text; must contain {code} and may contain {minutes}'),
  translations: z
    .record(z.string().regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/), z.strictObject(message))
    .default({})
    .describe('Subject and text for other languages, by language tag such as "de"'),
});

export type EmailOptions = z.output<typeof emailOptions>;
