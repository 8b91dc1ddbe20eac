import type { Core } from '@strapi/types';

import { getConfig } from '../../config/get';
import { explained } from '../../connections/strategies/users-permissions/mail';
import { requireRecipient } from '../../utils/mail-recipient';

export interface InvitationMail {
  to: string;
  /** The name of the connection. */
  connection: string;
  /** Of the user. */
  name: string;
  token: string;
  expiresAt: Date;
}

const linkOf = (url: string, { connection, token }: InvitationMail): string => {
  const link = new URL(url);
  link.searchParams.set('connection', connection);
  link.searchParams.set('token', token);
  return link.href;
};

/** @throws ApplicationError if sending fails */
export const sendInvitationMail = async (
  strapi: Core.Strapi,
  mail: InvitationMail
): Promise<void> => {
  const { url, subject, text } = getConfig(strapi).invitations;
  const values: Record<string, string> = {
    link: linkOf(url ?? '', mail),
    date: mail.expiresAt.toISOString().slice(0, 10),
    name: mail.name,
  };
  // In one pass: a name may contain the name of a placeholder.
  const filled = text.replace(/\{(link|date|name)\}/g, (_whole, key: string) => values[key]);
  const to = requireRecipient(mail.to);
  await explained(() =>
    strapi.plugin('email').service('email').send({ to, subject, text: filled })
  );
};
