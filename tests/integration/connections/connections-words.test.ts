import { fieldsOf } from '../../../plugins/user-profile/admin/src/pages/Connections/Form/optionFields';
import en from '../../../plugins/user-profile/admin/src/translations/en.json';
import type { FindStrategies } from '../../../plugins/user-profile/shared/contracts/connections';
import { mustCall } from '../../support/admin-api';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const texts: Record<string, string> = en;

const hasText = (strategy: string, name: string, what: string): boolean =>
  [`${strategy}.${name}`, name].some((each) =>
    Object.hasOwn(texts, `connections.option.${each}.${what}`)
  );

describe('panel translations', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  it('cover every strategy, each of its options and each of their values', async () => {
    const { data } = await mustCall<FindStrategies.Response>(app, 'GET', '/connection-strategies');
    const missing = data.flatMap((strategy) => [
      ...['', '.description']
        .map((what) => `connections.strategy.${strategy.name}${what}`)
        .filter((id) => !Object.hasOwn(texts, id)),
      ...fieldsOf(strategy).flatMap(({ name, names }) => [
        ...['label', ...names.map((value) => `value.${value}`)]
          .filter((what) => !hasText(strategy.name, name, what))
          .map((what) => `${strategy.name}.${name}.${what}`),
      ]),
    ]);
    expect(data.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });
});
