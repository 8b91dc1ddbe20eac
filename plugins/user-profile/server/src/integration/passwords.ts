import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../shared/constants';
import { isWellFormed } from '../../../shared/storable-text';
import { createPasswordChecker } from '../model/accounts/imported-passwords/password-checker';
import { errorText } from '../utils/error-text';

interface Library {
  compare(password: string | Uint8Array, hash: string): Promise<boolean>;
  hash(password: string | Uint8Array, options: number | { cost: number }): Promise<string>;
  hashSync(password: string, cost: number): string;
}

/**
 * A hash that bcryptjs 2.4 accepts, in its canonical spelling: the last characters of salt and hash contain
 * unused bits, which bcryptjs compares and other libraries ignore. It throws for some invalid hashes.
 */
const CANONICAL_HASH =
  /^\$2[aby]\$(?:0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]$/;

const isBetween = (code: number, first: number, last: number): boolean =>
  code >= first && code <= last;

/**
 * The bytes that bcryptjs 2.4 compares (dist/bcrypt.js, `utfx.UTF16toUTF8`). Half of a surrogate pair has no
 * bytes in UTF-8: other encoders replace every half by the same character, so different passwords would be
 * equal. bcryptjs joins any half with a low half that follows, and hangs on the others.
 */
const passwordBytes = (password: string): Buffer => {
  if (isWellFormed(password)) {
    return Buffer.from(password);
  }
  const bytes: number[] = [];
  for (let at = 0; at < password.length; at += 1) {
    const code = password.charCodeAt(at);
    const next = password.charCodeAt(at + 1);
    if (!isBetween(code, 0xd800, 0xdfff)) {
      bytes.push(...Buffer.from(password[at]));
    } else if (isBetween(next, 0xdc00, 0xdfff)) {
      const point = (code - 0xd800) * 0x400 + (next - 0xdc00) + 0x10000;
      bytes.push(0xf0 | ((point >> 18) & 7));
      bytes.push(...[12, 6, 0].map((shift) => 0x80 | ((point >> shift) & 0x3f)));
      at += 1;
    } else {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return Buffer.from(bytes);
};

/** Version 2 rejects a number, which version 1 expects. */
const takesOptions = (library: Library): boolean => {
  try {
    library.hashSync('', 4);
    return false;
  } catch {
    return true;
  }
};

/** The password functions of Users & Permissions' `user` service. */
interface PasswordService {
  validatePassword(password: unknown, hash: unknown): Promise<boolean>;
  ensureHashedPasswords(values: Record<string, unknown>): Promise<Record<string, unknown>>;
}

const SERVICE = 'plugin::users-permissions.user';

/** The same functions, computed by the library on other threads. */
const withLibrary = <Service extends PasswordService>(
  service: Service,
  library: Library,
  roundsOf: (attribute: string) => number | null
): Service => {
  const needsOptions = takesOptions(library);
  /** The library writes another version letter than bcryptjs 2.4, which means the same. */
  const hash = async (password: string, cost: number): Promise<string> => {
    const hashed = await library.hash(passwordBytes(password), needsOptions ? { cost } : cost);
    return `$2a${hashed.slice(3)}`;
  };

  return {
    ...service,

    async validatePassword(password: unknown, stored: unknown) {
      const isUsual =
        typeof password === 'string' && typeof stored === 'string' && CANONICAL_HASH.test(stored);
      return isUsual
        ? library.compare(passwordBytes(password), stored)
        : service.validatePassword.call(this, password, stored);
    },

    async ensureHashedPasswords(values: Record<string, unknown>) {
      const others = { ...values };
      for (const [name, value] of Object.entries(values)) {
        const rounds = roundsOf(name);
        if (rounds !== null && typeof value === 'string') {
          values[name] = await hash(value, rounds);
          delete others[name];
        }
      }
      return Object.assign(values, await service.ensureHashedPasswords.call(this, others));
    },
  };
};

/** The hash of `probe`, in four rounds. */
const PROBE = '$2a$04$5R2pWxPfnJjiGWT0iIJLoeJpP.GwYAr8jxFDQZvirm1h4WT5/Tyly';

/** Whether passwords are stored as plain bcrypt: a site may replace the function, e.g. to add a pepper. */
const isPlainBcrypt = async (service: PasswordService): Promise<boolean> => {
  try {
    return (await service.validatePassword('probe', PROBE)) === true;
  } catch {
    return false;
  }
};

const isMissing = (error: unknown): boolean =>
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(
    String((error as { code?: unknown } | null)?.code)
  );

const loadLibrary = async (strapi: Core.Strapi): Promise<Library | null> => {
  try {
    const library: unknown = await import('@node-rs/bcrypt');
    return library as Library;
  } catch (error) {
    if (!isMissing(error)) {
      strapi.log.warn(
        `[user-profile] @node-rs/bcrypt is installed but cannot be loaded: ${errorText(error)}`
      );
    }
    return null;
  }
};

/**
 * Users & Permissions compares passwords with bcryptjs, in JavaScript: each comparison takes tens of
 * milliseconds of the event loop, and only one core. If @node-rs/bcrypt is installed, it does so on other
 * threads. The service is replaced in Strapi's registry, so the plugin's own comparisons use it too.
 *
 * New passwords are still hashed by Strapi: the Document Service calls bcryptjs itself
 * (@strapi/core 5.54.0, services/document-service/attributes/transforms.js).
 */
export const useNativePasswords = async (strapi: Core.Strapi): Promise<void> => {
  const library = await loadLibrary(strapi);
  if (!library) {
    strapi.log.info(
      '[user-profile] Passwords are compared by bcryptjs. Install @node-rs/bcrypt to do so off the event loop.'
    );
    return;
  }
  const { attributes } = strapi.contentType(STRAPI_UIDS.account);
  const roundsOf = (name: string): number | null => {
    const attribute = attributes[name];
    return attribute?.type === 'password'
      ? Number((attribute as { encryption?: { rounds?: number } }).encryption?.rounds ?? 10)
      : null;
  };
  const services = strapi.get('services');
  const service: PasswordService = services.get(SERVICE);
  if (!(await isPlainBcrypt(service))) {
    strapi.log.warn(
      '[user-profile] @node-rs/bcrypt is not used, because the site replaces `validatePassword` of Users & Permissions.'
    );
    return;
  }
  services.extend(SERVICE, () => withLibrary(service, library, roundsOf));
  strapi.log.info('[user-profile] Passwords are compared by @node-rs/bcrypt, off the event loop.');
};

/**
 * Users & Permissions compares passwords in one function, for logins and for password changes, and so does the
 * plugin. Extended after `useNativePasswords`, whose comparison it uses for all hashes of the site.
 */
export const checkImportedPasswords = (strapi: Core.Strapi): void => {
  strapi.get('services').extend(SERVICE, (service: PasswordService): PasswordService => {
    const checker = createPasswordChecker(strapi, {
      compare: (password, hash) => service.validatePassword(password, hash),
      hash: async (password) =>
        String((await service.ensureHashedPasswords({ password })).password),
    });
    return {
      ...service,
      async validatePassword(password: unknown, stored: unknown) {
        return typeof password === 'string' && typeof stored === 'string'
          ? checker.check(password, stored)
          : service.validatePassword(password, stored);
      },
    };
  });
};
