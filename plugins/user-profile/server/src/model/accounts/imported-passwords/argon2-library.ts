import { coded } from '../../../utils/errors';

interface Argon2 {
  verify(hash: string, password: string | Uint8Array): Promise<boolean>;
}

let library: Promise<Argon2 | null> | undefined;

/** `@node-rs/argon2`, an optional peer dependency; null if it is not installed or cannot be loaded. */
export const loadArgon2 = (): Promise<Argon2 | null> =>
  (library ??= import('@node-rs/argon2').then(
    (loaded: unknown) => loaded as Argon2,
    () => null
  ));

export const ARGON2_MISSING = coded('import_argon2');
