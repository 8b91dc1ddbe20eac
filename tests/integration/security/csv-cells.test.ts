import { registerAccount } from '../../support/accounts';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const NAMES = [
  ';=1+1',
  ";=cmd|'/C calc'!A0",
  '; =1+1',
  'a;@SUM(A1)',
  'a;-1',
  'a;+1',
  'a|=1+1',
  'a";"=1+1',
  '=1+1',
  '＝1+1',
  ';＝1+1',
];

/** The cells as a simple program reads them that splits at a separator and ignores quotes. */
const cellsOf = (csv: string, separator: string): string[] =>
  csv
    .split('\r\n')
    .join('\n')
    .split('\n')
    .flatMap((line) => line.split(separator))
    .map((cell) => cell.replace(/^[\s"\ufeff]+/, ''));

describe('the CSV export of users', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  const setName = async (name: string) => {
    const { jwt } = await registerAccount(app);
    const body = { data: { name } };
    const { status } = await app.request('PUT', '/api/user-profile/me', { token: jwt, body });
    expect(status).toBe(200);
  };

  const getBytes = async () => {
    const response = await fetch(`${app.url}/user-profile/users/export`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await app.adminToken()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ data: { format: 'csv' } }),
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };

  const getCsv = async () => (await getBytes()).toString('utf8');

  it('begins with a byte order mark, so spreadsheets read it as UTF-8', async () => {
    expect([...(await getBytes()).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it.each([
    ['=HYPERLINK("http://example.com";"y")', `'=HYPERLINK(""http://example.com""`],
    ['-5', `'-5`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['＝1+1', `'＝1+1`],
    ['Smith, Ann "Annie"', `"Smith, Ann ""Annie"""`],
    ['Jörg Müller', 'Jörg Müller'],
    ['東京 太郎', '東京 太郎'],
  ])('contains the name %j', async (name, cell) => {
    await setName(name);
    expect(await getCsv()).toContain(cell);
  });

  it('has no cell that a spreadsheet of any locale takes as a formula', async () => {
    for (const name of NAMES) {
      await setName(name);
    }
    const csv = await getCsv();
    expect(csv).toContain("a;'@SUM(A1)");
    for (const separator of [',', ';', '\t', '|']) {
      expect(cellsOf(csv, separator).filter((cell) => /^[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
    }
  });
});
