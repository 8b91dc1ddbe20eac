import { z } from '@strapi/utils';

import { plainText } from '../../../../../shared/contracts/common';
import { commonOptions } from '../base/options';

const CODE = '{code}';

const text = z
  .string()
  .trim()
  .min(1)
  .max(5000)
  .refine((value) => value.includes(CODE), `must hold ${CODE}`);

const message = { subject: plainText(200), text };

const DEFAULT_TEXT = `Your code is ${CODE}. It is good for {minutes} minutes.

If you did not ask for it, you need not do anything.`;

export const emailOptions = z.strictObject({
  ...commonOptions,
  code_minutes: z.number().int().min(1).max(60).default(10).describe('How long a code is good'),
  from: plainText(320).optional().describe("The sender; that of Strapi's email plugin if left out"),
  reply_to: plainText(320).optional().describe('Where answers go'),
  subject: message.subject.default('Your code').describe('May hold {code} and {minutes}'),
  text: text.default(DEFAULT_TEXT).describe('Holds {code}, and may hold {minutes}'),
  translations: z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.strictObject(message))
    .default({})
    .describe('Subject and text by language, such as "de"'),
});

export type EmailOptions = z.output<typeof emailOptions>;
