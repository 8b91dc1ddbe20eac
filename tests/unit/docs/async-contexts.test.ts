import fs from 'node:fs';
import path from 'node:path';

import { CONTEXTS } from '../../../plugins/user-profile/server/src/utils/async-context';

const page = fs.readFileSync(path.resolve(__dirname, '../../../docs/architecture.md'), 'utf8');
const [, section] = /\n## Async contexts\n([\s\S]*?)\n## /.exec(page) ?? [];

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
