import { createConnection } from '../../support/connections';
import type { RequestOptions } from '../../support/http';
import { logInWithCode } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';

let mails: MailServer;
let app: TestStrapi;

const textIn = (language: string) => ({ subject: language, text: `${language} {code}` });

beforeAll(async () => {
  mails = await startMailServer();
  app = await startStrapi({ env: mails.env });
  const translations = {
    de: textIn('German'),
    'zh-Hant': textIn('Chinese'),
    'pt-BR': textIn('Portuguese'),
  };
  await createConnection(app, { name: 'mail', strategy: 'email', options: { translations } });
});

afterAll(async () => {
  await app?.stop();
  await mails?.stop();
});

const getMail = async (more: object = {}, options: RequestOptions = {}) => {
  const email = newEmail();
  const body = { connection: 'mail', email, ...more };
  const { status } = await app.request('POST', '/api/user-profile/login/code', {
    body,
    ...options,
  });
  expect(status).toBe(200);
  return { email, mail: await mails.waitFor(email) };
};

/** The code in the digits of another script. */
const toDigitsFrom = (zero: number, code: string) =>
  [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

describe('a login code', () => {
  it.each<[string, (code: string) => string]>([
    ['a space', (code) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['a hyphen', (code) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ['full-width digits', (code) => toDigitsFrom(0xff10, code)],
    ['Arabic-Indic digits', (code) => toDigitsFrom(0x660, code)],
    ['a zero-width space', (code) => `${code}\u200b`],
  ])('is accepted if it was pasted with %s', async (_, paste) => {
    const { email, mail } = await getMail();
    const code = paste(/\d{6}/.exec(mail.text)?.[0] ?? '');
    expect((await logInWithCode(app, { connection: 'mail', email, code })).status).toBe(200);
  });

  it('is rejected if a digit is missing', async () => {
    const { email, mail } = await getMail();
    const code = /\d{5}/.exec(mail.text)?.[0] ?? '';
    expect((await logInWithCode(app, { connection: 'mail', email, code })).status).toBe(400);
  });
});

describe('the email with a login code', () => {
  it.each([
    ['de_AT', 'German'],
    ['pt_BR', 'Portuguese'],
    ['zh-Hant-TW', 'Chinese'],
    ['pt-PT', 'Your code'],
  ])('has the language of the locale %s', async (locale, subject) => {
    expect((await getMail({ locale })).mail).toMatchObject({ subject });
  });

  it.each([
    ['zh-Hant-HK,zh;q=0.9', 'Chinese'],
    ['fr, de-CH;q=0.5', 'German'],
  ])('has the language of the browser: %s', async (language, subject) => {
    const { mail } = await getMail({}, { headers: { 'accept-language': language } });
    expect(mail).toMatchObject({ subject });
  });
});
