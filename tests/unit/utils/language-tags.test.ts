import { lookUpLanguage } from '../../../plugins/user-profile/server/src/utils/language-tags';

const TEXTS = {
  de: 'German',
  'zh-Hant': 'Chinese',
  pt_BR: 'Portuguese',
  sr: 'Serbian',
  he: 'Hebrew',
  'en-CA': 'Canadian',
  'ms-Arab': 'Jawi',
  'zh-SG': 'Singaporean',
};

describe('a language', () => {
  it.each([
    ['de', 'German'],
    ['DE', 'German'],
    ['de-AT', 'German'],
    ['de_AT', 'German'],
    ['de_AT.UTF-8', 'German'],
    ['de_DE@euro', 'German'],
    ['de-DE-u-co-phonebk', 'German'],
    ['de-CH-x-private', 'German'],
    ['pt-BR', 'Portuguese'],
    ['pt_br', 'Portuguese'],
    ['zh-Hant-TW', 'Chinese'],
    ['zh-hant-hk', 'Chinese'],
    ['zh-TW', 'Chinese'],
    ['zh_HK', 'Chinese'],
    ['sr-Latn-RS', 'Serbian'],
    ['iw', 'Hebrew'],
    ['pt-Latn-BR', 'Portuguese'],
    ['zh-Hans-SG', 'Singaporean'],
    ['zh_Hans_SG', 'Singaporean'],
    ['zh-Hant-SG', 'Chinese'],
  ])('%s is found', (language, text) => {
    expect(lookUpLanguage([language], TEXTS)).toBe(text);
  });

  it.each([
    'fr',
    'pt',
    'pt-PT',
    'zh',
    'zh-CN',
    'zh-Hans-CN',
    'ms-Latn-MY',
    'dé',
    '*',
    '',
    '-',
    'x-private',
    'd',
  ])('%j is not found', (language) => {
    expect(lookUpLanguage([language], TEXTS)).toBeUndefined();
  });

  it('is found by priority', () => {
    expect(lookUpLanguage(['fr', '*', 'zh-CN', 'de-CH', 'pt-BR'], TEXTS)).toBe('German');
    expect(lookUpLanguage(['constructor', '__proto__'], TEXTS)).toBeUndefined();
  });
});
