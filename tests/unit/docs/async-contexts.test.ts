import fs from 'node:fs';
import path from 'node:path';

import { CONTEXTS } from '../../../plugins/user-profile/server/src/utils/async-context';

const root = path.resolve(__dirname, '../../..');
const source = path.join(root, 'plugins/user-profile/server/src');
const page = fs.readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
const [, section] = /\n## Async contexts\n([\s\S]*?)\n## /.exec(page) ?? [];

/** The functions of `request/` that set and read a context for the other layers. */
const FUNCTIONS = {
  actor: { setBy: ['actingAs'], readBy: ['currentActor'] },
  attempt: { setBy: ['runAttempt', 'outsideAttempt'], readBy: ['currentAttempt'] },
  keepSessions: { setBy: ['keepSessions'], readBy: ['mustKeepSessions'] },
} as const;

const files = (fs.readdirSync(source, { recursive: true, encoding: 'utf8' }) as string[])
  .filter((file) => file.endsWith('.ts') && !file.startsWith('request/'))
  .map((file) => ({ file, text: fs.readFileSync(path.join(source, file), 'utf8') }));

/** The layers whose files use one of the functions; the part of `integration/` too. */
const usersOf = (names: readonly string[]): string =>
  [
    ...new Set(
      files
        .filter(({ text }) => names.some((name) => new RegExp(`\\b${name}\\(`).test(text)))
        .map(({ file }) => file.split('/'))
        .map(([layer, part]) => (layer === 'integration' ? `${layer}/${part}` : layer))
    ),
  ]
    .sort()
    .join(', ');

describe('the table of docs/architecture.md', () => {
  it('lists the async contexts of the code', () => {
    const rows = [...(section ?? '').matchAll(/^\| `(\w+)` \| (.+) \| (.+) \|$/gm)].map(
      ([, name, setBy, readBy]) => [name, setBy, readBy].map((cell) => cell.replaceAll('`', ''))
    );
    const contexts = Object.entries(CONTEXTS).map(([name, { setBy, readBy }]) => [
      name,
      setBy,
      readBy,
    ]);
    expect(rows).toEqual(contexts);
  });
});

describe('the async contexts', () => {
  it.each(Object.entries(FUNCTIONS))('name the layers that set and read them: %s', (name, uses) => {
    const { setBy, readBy } = CONTEXTS[name as keyof typeof FUNCTIONS];

    expect({ setBy, readBy }).toEqual({
      setBy: usersOf(uses.setBy),
      readBy: usersOf(uses.readBy),
    });
  });
});
