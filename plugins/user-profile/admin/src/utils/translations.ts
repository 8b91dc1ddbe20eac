import { PLUGIN_ID } from '../../../shared/constants';
import type en from '../translations/en.json';
import type errors from '../translations/errors/en.json';

export type TranslationKey = keyof typeof en | keyof typeof errors;

export const getTranslation = (id: TranslationKey): string => `${PLUGIN_ID}.${id}`;

export const prefixTranslations = (data: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([id, text]) => [`${PLUGIN_ID}.${id}`, text]));
