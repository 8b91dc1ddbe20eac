import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/types';

import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { isStorable } from '../../../../shared/storable-text';
import { coded, locatedProblem, problem, validationError, type Problem } from '../../utils/errors';
import { check } from '../../utils/validate';
import { claimMappingProblems } from '../accounts/own-fields';
import type { Strategy } from './strategy';

interface Encryption {
  encrypt(text: string): string | null;
  decrypt(text: string): string | null;
}

const encryption = (strapi: Core.Strapi) =>
  strapi.service('admin::encryption') as unknown as Encryption;

const secretsOf = ({ secrets }: Strategy): readonly string[] => secrets ?? [];

/** @throws ValidationError if the site has no encryption key */
const encrypt = (strapi: Core.Strapi, name: string, secret: string): string => {
  const encrypted = encryption(strapi).encrypt(secret);
  if (encrypted !== null) {
    return encrypted;
  }
  throw validationError([problem(['options', name], coded('encryption_key_missing'))]);
};

/** @returns null if decryption fails, e.g. after the encryption key was changed */
const decrypt = (strapi: Core.Strapi, sealed: string): string | null => {
  try {
    return encryption(strapi).decrypt(sealed);
  } catch {
    return null;
  }
};

/** Options as they are stored, with the secrets encrypted by Strapi's encryption service. */
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

/** Options as the strategy uses them. Secrets that cannot be decrypted are missing. */
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
          ? decrypt(strapi, value)
          : value,
      ])
      .filter(([name, value]) => value !== null || !secretsOf(strategy).includes(String(name)))
  );

/** Options for a response. None if the strategy is not installed: its secrets are then unknown. */
export const withoutSecrets = (strategy: Strategy, options: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(strategy.options ? options : {}).filter(
      ([name]) => !secretsOf(strategy).includes(name)
    )
  );

export const secretsIn = (strategy: Strategy, options: JsonObject): string[] =>
  secretsOf(strategy).filter((name) => typeof options[name] === 'string');

const problemsOfText = (value: JsonValue, path: string[]): Problem[] => {
  if (typeof value === 'string') {
    return isStorable(value) ? [] : [locatedProblem(path, coded('not_storable'))];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) => [
    ...problemsOfText(key, path),
    ...problemsOfText(child, [...path, key]),
  ]);
};

export type CheckedOptions =
  { options: JsonObject; problems: [] } | { options: undefined; problems: Problem[] };

/** @returns the options including defaults; or every problem, each under `options` */
export const readOptions = (
  strapi: Core.Strapi,
  { options: schema }: Strategy,
  sent: JsonObject
): CheckedOptions => {
  if (!schema) {
    return { options: {}, problems: [] };
  }
  const { data, problems } = check(schema, sent, ['options']);
  const options = (data ?? {}) as JsonObject;
  const found =
    problems.length > 0
      ? problems
      : [
          ...problemsOfText(options, ['options']),
          ...claimMappingProblems(strapi, options.account_fields),
        ];
  return found.length > 0 ? { options: undefined, problems: found } : { options, problems: [] };
};

/** @throws ValidationError that lists every problem under `options` */
export const checkOptions = (
  strapi: Core.Strapi,
  strategy: Strategy,
  sent: JsonObject
): JsonObject => {
  const { options, problems } = readOptions(strapi, strategy, sent);
  if (options) {
    return options;
  }
  throw validationError(problems);
};

/**
 * A stored secret must not go to a destination that was changed.
 *
 * @param left the secrets that were not sent
 */
const redirectedSecrets = (
  { destinations = [] }: Strategy,
  stored: JsonObject,
  wanted: JsonObject,
  left: string[]
): Problem[] => {
  const changed = destinations.filter(
    (name) => !isDeepStrictEqual(stored[name] ?? null, wanted[name] ?? null)
  );
  if (changed.length === 0) {
    return [];
  }
  return left.map((secret) => {
    const path = ['options', secret];
    return locatedProblem(path, coded('secret_again', { options: changed.join(', ') }));
  });
};

/**
 * The options to store after an edit. Omitted secrets keep their stored value, even if it can no longer be
 * decrypted. If a destination option changes, they must be sent again. `null` removes a secret.
 *
 * @throws ValidationError that lists every problem under `options`
 */
export const editedOptions = (
  strapi: Core.Strapi,
  strategy: Strategy,
  stored: JsonObject,
  sent: JsonObject
): JsonObject => {
  const left = secretsOf(strategy).filter(
    (name) => sent[name] === undefined && stored[name] !== undefined
  );
  const opened = openOptions(strapi, strategy, stored);
  const wanted = { ...sent };
  for (const name of secretsOf(strategy)) {
    if (wanted[name] === null) {
      delete wanted[name];
    }
    if (left.includes(name) && opened[name] !== undefined) {
      wanted[name] = opened[name];
    }
  }
  const { options, problems } = readOptions(strapi, strategy, wanted);
  const found = [...problems, ...redirectedSecrets(strategy, stored, options ?? wanted, left)];
  if (!options || found.length > 0) {
    throw validationError(found);
  }
  const kept = Object.fromEntries(left.map((name) => [name, stored[name]]));
  const given = Object.fromEntries(
    Object.entries(options).filter(([name]) => !left.includes(name))
  );
  return { ...sealOptions(strapi, strategy, given), ...kept };
};
