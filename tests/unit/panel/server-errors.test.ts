import type { Translate } from '../../../plugins/user-profile/admin/src/hooks/useTranslate';
import { localizeError } from '../../../plugins/user-profile/admin/src/utils/localizeError';
import {
  ERROR_TEXTS,
  errorText,
  INPUT_ERROR_CODES,
} from '../../../plugins/user-profile/shared/error-texts';
import { getArguments } from '../../support/icu';
import { ENGLISH, type Texts, translate as t } from '../../support/panel-texts';

const errorWith = (details: object, message = 'The text of the response') => ({
  name: 'ApplicationError' as const,
  status: 400,
  message,
  details,
});

const texts: Texts = ENGLISH;

describe('errors of the server', () => {
  it('are shown in the words of the panel if they have a code', () => {
    const error = errorWith({ code: 'connection_disabled', params: { name: 'staff' } });

    expect(localizeError(error, t).message).toBe('The connection staff is disabled.');
  });

  it('are shown as the response has them if the code is unknown', () => {
    const error = errorWith({ code: 'constructor' });

    expect(localizeError(error, t)).toEqual(error);
  });

  it('are shown as the response has them until the texts of errors are loaded', () => {
    const error = errorWith({ code: 'connection_disabled', params: { name: 'staff' } });
    const withoutErrors = Object.assign((id: Parameters<Translate>[0]) => id, {
      has: () => false,
    });

    expect(localizeError(error, withoutErrors)).toEqual(error);
  });

  it('list problems in the words of the panel, and others as they are', () => {
    const other = { path: ['b'], message: 'must be odd' };
    const error = errorWith({
      errors: [
        { path: ['a'], message: 'a: too short', code: 'input_too_short', params: { min: 3 } },
        other,
      ],
    });

    expect(localizeError(error, t)).toEqual({
      ...error,
      details: {
        errors: [
          expect.objectContaining({ path: ['a'], message: 'Enter at least 3 characters.' }),
          other,
        ],
      },
    });
  });

  it('join the problems for forms that show one text', () => {
    const error = errorWith({
      errors: [{ path: ['email'], message: 'email: taken', code: 'email_taken' }],
    });

    expect(localizeError(error, t).message).toBe(
      'Another user of this connection has this email address.'
    );
  });

  it('fill the parameters of the text of the response, and nothing that a parameter contains', () => {
    expect(errorText('connection_unknown', { name: '{name} $& {toString}' })).toBe(
      'There is no connection "{name} $& {toString}"'
    );
  });

  it.each([...Object.keys(ERROR_TEXTS), ...INPUT_ERROR_CODES])(
    'have a text in the panel with parameters that the response has: %s',
    (code) => {
      const known =
        code in ERROR_TEXTS
          ? [...ERROR_TEXTS[code as keyof typeof ERROR_TEXTS].matchAll(/\{(\w+)\}/g)].map(
              ([, name]) => name
            )
          : ['min', 'max'];

      expect(known).toEqual(
        expect.arrayContaining([...getArguments(texts[`error.${code}`]).keys()])
      );
    }
  );
});
