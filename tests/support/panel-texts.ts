import fs from 'node:fs';
import path from 'node:path';

import { createIntl } from 'react-intl';

import type { Translate } from '../../plugins/user-profile/admin/src/hooks/useTranslate';
import en from '../../plugins/user-profile/admin/src/translations/en.json';
import errors from '../../plugins/user-profile/admin/src/translations/errors/en.json';

export type Texts = Record<string, string>;

const FOLDER = path.resolve(__dirname, '../../plugins/user-profile/admin/src/translations');

export const ENGLISH = { ...en, ...errors };

/** The languages that have files. */
export const TRANSLATED = fs
  .readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => path.basename(name, '.json'));

/** The contents of the files of a language: the texts of pages, and of errors. */
export const readTextFiles = (locale: string): string[] =>
  ['', 'errors'].map((folder) =>
    fs.readFileSync(path.join(FOLDER, folder, `${locale}.json`), 'utf8')
  );

export const readTexts = (locale: string): Texts =>
  Object.assign({}, ...readTextFiles(locale).map((content) => JSON.parse(content) as Texts));

const intl = createIntl({ locale: 'en', messages: ENGLISH, onError: () => undefined });

/** The function of `useTranslate` in English. */
export const translate: Translate = Object.assign(
  (id: string, values?: Parameters<Translate>[1]) => intl.formatMessage({ id }, values),
  { has: (id: string) => Object.hasOwn(ENGLISH, id) }
);
