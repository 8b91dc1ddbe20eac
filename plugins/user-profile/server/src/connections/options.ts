import type { Core } from '@strapi/types';
import type { JsonObject } from '../../../shared/contracts/users';
import { problem, validationError } from '../utils/errors';
import { validate } from '../utils/validate';
import type { Strategy } from './strategy';

interface Encryption {
  encrypt(text: string): string | null;
  decrypt(text: string): string | null;
}

const encryption = (strapi: Core.Strapi) =>
  strapi.service('admin::encryption') as unknown as Encryption;

const secretsOf = ({ secrets }: Strategy): readonly string[] => secrets ?? [];

/** @throws ValidationError where the site has no key to encrypt with */
const encrypt = (strapi: Core.Strapi, name: string, secret: string): string => {
  const encrypted = encryption(strapi).encrypt(secret);
  if (encrypted !== null) return encrypted;
  const message =
    'The secret cannot be stored: set admin.secrets.encryptionKey in config/admin first';
  throw validationError([problem(['options', name], message)]);
};

/** Options as they are stored: the secrets among them encrypted by Strapi's own service. */
export const sealOptions = (
  strapi: Core.Strapi,
  strategy: Strategy,
  options: JsonObject
): JsonObject =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      secretsOf(strategy).includes(name) && typeof value === 'string'
        ? encrypt(strapi, name, value)
        : value,
    ])
  );

/** Options as the strategy works with them; a secret that cannot be read any more is missing. */
export const openOptions = (
  strapi: Core.Strapi,
  strategy: Strategy,
  stored: JsonObject
): JsonObject =>
  Object.fromEntries(
    Object.entries(stored)
      .map(([name, value]) => [
        name,
        secretsOf(strategy).includes(name) && typeof value === 'string'
          ? encryption(strapi).decrypt(value)
          : value,
      ])
      .filter(([name, value]) => value !== null || !secretsOf(strategy).includes(String(name)))
  );

/** Options as they may be answered. */
export const withoutSecrets = (strategy: Strategy, options: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(options).filter(([name]) => !secretsOf(strategy).includes(name))
  );

export const secretsIn = (strategy: Strategy, options: JsonObject): string[] =>
  secretsOf(strategy).filter((name) => typeof options[name] === 'string');

/** Secrets that are left out stay; `null` removes one. */
export const withKeptSecrets = (
  strategy: Strategy,
  before: JsonObject,
  sent: JsonObject
): JsonObject => {
  const merged: JsonObject = { ...sent };
  for (const name of secretsOf(strategy)) {
    if (sent[name] === undefined && before[name] !== undefined) merged[name] = before[name];
    if (sent[name] === null) delete merged[name];
  }
  return merged;
};

/** @throws ValidationError that lists every problem under `options` */
export const checkOptions = ({ options: schema }: Strategy, options: JsonObject): JsonObject => {
  if (!schema) return {};
  return validate(schema, options, ['options']) as JsonObject;
};
