import type { Core } from '@strapi/types';

import { configurationError } from '../../config/configuration-error';
import { getConfig } from '../../config/get';
import { checkAccountFields, FIELDS_PATH } from './check-account-fields';
import { isUnique, MANAGED, ownFields, type OwnField } from './own-fields';

const defaultProblems = (fields: OwnField[], name: string): string[] => {
  const field = fields.find((each) => each.name === name);
  if (!field) {
    return MANAGED.includes(name)
      ? ['is set by Users & Permissions or this plugin']
      : ['is not an attribute of the user type'];
  }
  if (field.type === null) {
    return [`cannot have a default, because its type is ${field.attribute.type}`];
  }
  return isUnique(field) ? ['cannot have a default, because it is unique'] : [];
};

/** @throws Error that lists every problem with its path; it stops the start of Strapi */
export const checkAccountDefaults = async (strapi: Core.Strapi): Promise<void> => {
  const { defaults } = getConfig(strapi).accounts;
  const names = Object.keys(defaults);
  const fields = ownFields(strapi);
  const unusable = names.flatMap((name) =>
    defaultProblems(fields, name).map((message) => `${name}: ${message}`)
  );
  const given = fields.filter(({ name }) => names.includes(name));
  const { problems } = await checkAccountFields(strapi, given, defaults);
  const invalid = problems.map(({ message }) => message.slice(`${FIELDS_PATH}.`.length));
  const found = unusable.length > 0 ? unusable : invalid;
  if (found.length === 0) {
    return;
  }
  throw configurationError(found.map((text) => `config.accounts.defaults.${text}`));
};
