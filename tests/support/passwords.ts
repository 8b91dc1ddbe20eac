/** Meets every password policy of the tests. */
export const PASSWORD = 'correct-Horse-7';

/** Meets them too, for tests that change a password. */
export const NEW_PASSWORD = 'another-Horse-8';
