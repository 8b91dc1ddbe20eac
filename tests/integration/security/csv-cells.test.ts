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

  it('has no cell that a spreadsheet of any locale takes as a formula', async () => {
    for (const name of NAMES) {
      const { jwt } = await registerAccount(app);
      const body = { data: { name } };
      const answer = await app.request('PUT', '/api/user-profile/me', { token: jwt, body });
      expect(answer.status).toBe(200);
    }
    const { status, body: csv } = await app.request<string>('POST', '/user-profile/users/export', {
      token: await app.adminToken(),
      body: { data: { format: 'csv' } },
    });
    expect(status).toBe(200);
    expect(csv).toContain("a;'@SUM(A1)");
    for (const separator of [',', ';', '\t', '|']) {
      expect(cellsOf(csv, separator).filter((cell) => /^[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
    }
  });
});
