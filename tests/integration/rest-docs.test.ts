import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { startStrapi, type TestStrapi } from '../support/strapi';

const PAGE = path.join(__dirname, '..', '..', 'docs', 'rest.md');

interface Block {
  title: string;
  script: string;
  /** An error that the block shows. */
  status?: number;
}

/** The commands of the tutorial, in their order. */
const blocks = (): Block[] => {
  const text = fs.readFileSync(PAGE, 'utf8');
  const [tutorial] = text.split('## Step by step')[1].split('\n## ');
  return [...tutorial.matchAll(/```sh\n(.*?)```/gs)].map(([, script]) => ({
    title: /curl .*?"\$SITE([^"]*)"/.exec(script)?.[1] ?? script,
    script: script.replace(/^SITE=.*$/m, ''),
    status: Number(/^# answers (\d+)/m.exec(script)?.[1]) || undefined,
  }));
};

/** What one step of the tutorial tells the reader to keep for the next. */
const kept = (answer: string): Record<string, string> => {
  const found = (name: string, pattern: RegExp) => {
    const value = pattern.exec(answer)?.[1];
    return value ? { [name]: value } : {};
  };
  return {
    ...found('ADMIN_TOKEN', /"token":"([^"]+)"/),
    ...found('TOKEN', /"accessKey":"([^"]+)"/),
    ...found('ID', /"documentId":"([^"]+)","user_id"/),
  };
};

describe('docs/rest.md, command by command', () => {
  let app: TestStrapi;
  let env: Record<string, string>;

  beforeAll(async () => {
    app = await startStrapi();
    const { email, password } = await app.createAdmin();
    env = { ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
  });

  afterAll(() => app?.stop());

  it.each(blocks())('$title', ({ script, status }) => {
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', `curl() { command curl -w '\\n%{http_code}' "$@"; }\n${script}`],
      {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...env, SITE: app.url },
      }
    );
    const code = Number(stdout.split('\n').at(-1));
    if (status) expect({ code, stdout, stderr }).toMatchObject({ code: status });
    else expect([200, 201]).toContain(code);
    env = { ...env, ...kept(stdout) };
  });
});
