import { createHash } from 'node:crypto';
import { z } from '@strapi/utils';
import type { Core } from '@strapi/types';
import { getService } from '../../utils/service';
import { commonOptions } from '../common-options';
import { InvalidCredentialsError } from '../errors';
import { toSourceProfile } from '../source-profile';
import type { ConnectionRef, Strategy } from '../strategy';

const MINUTE_MS = 60_000;
const MAX_TRIES = 5;

const options = z.strictObject({
  ...commonOptions,
  code_minutes: z.number().int().min(1).max(60).default(10).describe('How long a code is good'),
});

const subjectOf = ({ name }: ConnectionRef, email: string): string => `${name}\0${email}`;

/** Whoever reads the mail is the user: a code is sent, and typed in. */
export const createEmailStrategy = (strapi: Core.Strapi): Strategy => ({
  name: 'email',
  type: 'passwordless',
  options,
  username: () => 'none',
  passwordRules: () => [],

  async sendCode(connection, email) {
    const minutes = Number(connection.options.code_minutes);
    const subject = subjectOf(connection, email);
    const tickets = getService(strapi, 'tickets');
    const code = await tickets.issueCode('email-code', subject, { email }, minutes * MINUTE_MS);
    const text = `Your code is ${code}. It is good for ${minutes} minutes.`;
    await strapi.plugin('email').service('email').send({ to: email, subject: 'Your code', text });
  },

  async redeemCode(connection, email, code) {
    const tickets = getService(strapi, 'tickets');
    const subject = subjectOf(connection, email);
    const data = await tickets.redeemCode('email-code', subject, code, MAX_TRIES);
    if (!data) throw new InvalidCredentialsError('wrong_code');
    const id = createHash('sha256').update(email).digest('hex').slice(0, 24);
    return toSourceProfile(id, { email, email_verified: true });
  },
});
