import type { JsonObject, JsonValue } from '../../../shared/contracts/json';
import { normalizeText } from '../../../shared/storable-text';

export const MASK = '*****';

const SECRET_NAME =
  /passw|pass_word|passphrase|passcode|pwd|secret|token|authorization|cookie|credential|api_?key|private_?key|jwt|bearer|session_?id|assertion|nonce|verifier/;
const SHORT_SECRET_NAMES = new Set(['pass', 'pin', 'otp', 'totp', 'auth', 'sid', 'jti']);

/** A code is a secret unless its name says otherwise, such as `country_code`. */
const CODE_NAME = /codes?$/;
const HARMLESS_CODE_NAME =
  /(country|region|area|state|city|postal|post|zip|language|lang|locale|currency|status|error|response|result|reason|exit|http|type|event)_?codes?$/;

/** `accessToken`, `Access-Token` and `access_token` become the same name. */
export const normalizedName = (key: string): string =>
  normalizeText(key, 'NFKC')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');

/** Whether values with this name are secrets, such as `access_token`. */
export const isSecretName = (key: string): boolean => {
  const name = normalizedName(key);
  if (SECRET_NAME.test(name) || SHORT_SECRET_NAMES.has(name)) {
    return true;
  }
  return CODE_NAME.test(name) && !HARMLESS_CODE_NAME.test(name);
};

/** Secrets within a text, recognized by their format. */
const SECRET_TEXT: [pattern: RegExp, replacement: string][] = [
  // The header of a JWT is a JSON object: `{"` or, with a blank or a line break, `{ ` in base64url.
  [/(?<![\w-])(?:eyJ|eyA|ewo|ew0)[\w-]+\.[\w-]+(?:\.[\w-]*)*/g, MASK],
  [/\b(bearer|basic)\s+[\w~+/.=-]{16,}/gi, `$1 ${MASK}`],
  [/\b((?:set-)?cookie|authorization|x-api-key)\s*:[^\r\n]+/gi, `$1: ${MASK}`],
  [/-----BEGIN[^-]*PRIVATE KEY-----[^-]*(?:-----END[^-]*-----)?/g, MASK],
  [/(:\/\/[^\s/@:]*:)[^\s/@]+@/g, `$1${MASK}@`],
];

const PARAMETER = /(?<=[?&#;\s]|^)([\w.[\]-]+)=([^&#;\s"']+)/g;
const JSON_MEMBER = /"([^"\\]{1,64})"(\s*:\s*)"(?:[^"\\]|\\.)*"/g;

const maskText = (text: string): string =>
  SECRET_TEXT.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text)
    .replace(PARAMETER, (whole, name: string) => (isSecretName(name) ? `${name}=${MASK}` : whole))
    .replace(JSON_MEMBER, (whole, name: string, colon: string) =>
      isSecretName(name) ? `"${name}"${colon}"${MASK}"` : whole
    );

/** Booleans and null contain no secret. */
const isHarmless = (value: JsonValue): boolean => value === null || typeof value === 'boolean';

const masked = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') {
    return maskText(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value) ? value.map(masked) : maskSecrets(value);
};

/**
 * Masks passwords, tokens, codes and other secrets at any depth: by key names, and by the format of texts.
 *
 * @param json of bounded depth
 */
export const maskSecrets = (json: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      isSecretName(key) && !isHarmless(value) ? MASK : masked(value),
    ])
  );
