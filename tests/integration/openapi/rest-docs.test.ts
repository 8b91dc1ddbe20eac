import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { startStrapi, type TestStrapi } from '../../support/strapi';

const PAGE = path.join(__dirname, '..', '..', '..', 'docs', 'rest.md');

/** The sections whose commands run to completion, in order. */
const SECTIONS = ['Step by step', 'Sending events'];

interface Block {
  title: string;
  script: string;
  /** The error status that the block documents. */
  status?: number;
  /** The documented result of each event that is sent. */
  results: string[];
}

const RESULT = /"status":"([a-z]+)"/g;

const resultsIn = (text: string): string[] =>
  [...text.matchAll(RESULT)].map(([, result]) => result);

const blocks = (): Block[] => {
  const text = fs.readFileSync(PAGE, 'utf8');
  const sections = SECTIONS.map((name) => text.split(`\n## ${name}\n`)[1].split('\n## ')[0]);
  return [...sections.join('\n').matchAll(/```sh\n(.*?)```/gs)].map(([, script]) => ({
    title: /"\$SITE([^"]*)"/.exec(script)?.[1] ?? script,
    script: script.replace(/^SITE=.*$/m, ''),
    status: Number(/^# returns (\d+)/m.exec(script)?.[1]) || undefined,
    results: resultsIn(script),
  }));
};

/** The values that a step of the tutorial asks the reader to keep for the next one. */
const getVariables = (response: string): Record<string, string> => {
  const match = (name: string, pattern: RegExp) => {
    const value = pattern.exec(response)?.[1];
    return value ? { [name]: value } : {};
  };
  return {
    ...match('ADMIN_JWT', /"token":"([^"]+)"/),
    ...match('TOKEN', /"accessKey":"([^"]+)"/),
    ...match('ID', /"documentId":"([^"]+)","user_id"/),
  };
};

describe('the commands in docs/rest.md', () => {
  let app: TestStrapi;
  let env: Record<string, string>;

  beforeAll(async () => {
    app = await startStrapi();
    const { email, password } = await app.createAdmin();
    env = { ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
  });

  afterAll(() => app?.stop());

  it.each(blocks())('work as documented: $title (command $#)', ({ script, status, results }) => {
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', `curl() { command curl -w '\\n%{http_code}' "$@"; }\n${script}`],
      {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...env, SITE: app.url },
      }
    );
    const code = Number(stdout.split('\n').at(-1));
    if (status) {
      expect({ code, stdout, stderr }).toMatchObject({ code: status });
    } else {
      expect([200, 201]).toContain(code);
    }
    expect(resultsIn(stdout)).toEqual(results);
    env = { ...env, ...getVariables(stdout) };
  });
});
