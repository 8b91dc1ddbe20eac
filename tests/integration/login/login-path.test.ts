import fs from 'node:fs';
import path from 'node:path';

import { registerAccount } from '../../support/accounts';
import { type CallEdge, recordExecutedCode, RECORDED_CODE } from '../../support/executed-code';
import { mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';

/** What a reader of the login must open. Raise a limit only with the reason in docs/decisions/login-path.md. */
const MAX_FILES = 48;
const MAX_CROSSINGS = 3;

const FEATURES = ['users', 'login', 'connections', 'sessions', 'brute-force', 'events'];
const REPORT = path.resolve(__dirname, '../../../.tmp/login-path.txt');

/** A job of the server may run in between, so the shortest of three paths counts. */
const TRIES = 3;

const folderOf = (file: string): string => file.split('/')[0];

const isCrossing = ({ from, to }: CallEdge): boolean =>
  folderOf(from) === 'integration' && FEATURES.includes(folderOf(to));

const reportOf = (title: string, lines: string[]): string =>
  [`${lines.length} ${title}`, ...lines, ''].join('\n');

describe('POST /api/auth/local with the right password', () => {
  let app: TestStrapi;
  let files: string[];
  let crossings: string[];

  beforeAll(async () => {
    app = await startStrapi({ env: { ...RECORDED_CODE, UP_JWT_MANAGEMENT: 'refresh' } });
    const account = await registerAccount(app);
    const logInAgain = () => mustLogIn(app, account, 'phone');
    await logInAgain();
    let shortest = await recordExecutedCode(app, logInAgain);
    for (let tries = 1; tries < TRIES && shortest.files.length > MAX_FILES; tries += 1) {
      const next = await recordExecutedCode(app, logInAgain);
      shortest = next.files.length < shortest.files.length ? next : shortest;
    }
    const textOf = ({ from, to, name }: CallEdge): string => `${from} -> ${to} (${name})`;
    files = shortest.files;
    crossings = shortest.calls.filter(isCrossing).map(textOf);
    fs.mkdirSync(path.dirname(REPORT), { recursive: true });
    fs.writeFileSync(
      REPORT,
      [
        reportOf('files', files),
        reportOf('crossings', crossings),
        reportOf('calls', shortest.calls.map(textOf)),
      ].join('\n')
    );
  });

  afterAll(() => app?.stop());

  it(`runs code of at most ${MAX_FILES} files of the server`, () => {
    expect(files).toContain('login/reissue-for-primary');
    expect(files.length).toBeLessThanOrEqual(MAX_FILES);
  });

  it(`crosses from integration/ to the features at most ${MAX_CROSSINGS} times`, () => {
    expect(crossings).not.toEqual([]);
    expect(crossings.length).toBeLessThanOrEqual(MAX_CROSSINGS);
  });
});
