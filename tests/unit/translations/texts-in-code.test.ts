import { z } from '@strapi/utils';

import {
  fieldsOf,
  type OptionField,
} from '../../../plugins/user-profile/admin/src/pages/Connections/Form/optionFields';
import { MENU_KEYS } from '../../../plugins/user-profile/admin/src/translations/menu';
import { customDatabaseOptions } from '../../../plugins/user-profile/server/src/connections/strategies/custom-database';
import { databaseOptions } from '../../../plugins/user-profile/server/src/connections/strategies/database';
import { emailOptions } from '../../../plugins/user-profile/server/src/connections/strategies/email/options';
import { oidcOptions } from '../../../plugins/user-profile/server/src/connections/strategies/oidc/options';
import { webServiceOptions } from '../../../plugins/user-profile/server/src/connections/strategies/web-service';
import { CONNECTION_TEST_STEPS } from '../../../plugins/user-profile/shared/connection-test-steps';
import type { JsonObject } from '../../../plugins/user-profile/shared/contracts/json';
import {
  getTextsInCode,
  getUsedKeys,
  loadPanelSource,
  type PanelSource,
} from '../../support/panel-source';
import { ENGLISH } from '../../support/panel-texts';

/** The strategies whose options the panel's form shows. */
const STRATEGIES: Record<string, z.ZodType> = {
  'custom-database': customDatabaseOptions,
  database: databaseOptions,
  email: emailOptions,
  oidc: oidcOptions,
  'web-service': webServiceOptions({ config: { get: () => undefined } } as never),
};

const keyOf = (strategy: string, name: string, what: string): string | undefined =>
  [`${strategy}.${name}`, name]
    .map((each) => `connections.option.${each}.${what}`)
    .find((key) => Object.hasOwn(ENGLISH, key));

const fieldsIn = (strategy: string): OptionField[] =>
  fieldsOf({
    name: strategy,
    options: z.toJSONSchema(STRATEGIES[strategy], {
      io: 'input',
      unrepresentable: 'any',
    }) as JsonObject,
    secrets: [],
    destinations: [],
  } as never);

/** Other strategies may bring texts too, so the panel looks these up by name. */
const strategyKeys = Object.keys(STRATEGIES).flatMap((strategy) => [
  `connections.strategy.${strategy}`,
  `connections.strategy.${strategy}.description`,
  ...fieldsIn(strategy).flatMap(({ name, names }) =>
    ['label', 'hint', ...names.map((each) => `value.${each}`)]
      .map((what) => keyOf(strategy, name, what))
      .filter((key) => key !== undefined)
  ),
]);

describe('the panel', () => {
  let source: PanelSource;

  beforeAll(() => {
    source = loadPanelSource();
  }, 120_000);

  it('uses every text', () => {
    const used = getUsedKeys(source);
    const looked = new Set([
      ...used,
      ...strategyKeys,
      ...MENU_KEYS,
      'connections.strategy.local',
      ...CONNECTION_TEST_STEPS.map((step) => `connections.test.step.${step}`),
    ]);

    expect(Object.keys(ENGLISH).filter((key) => !looked.has(key))).toEqual([]);
    expect([...looked].filter((key) => !Object.hasOwn(ENGLISH, key))).toEqual([]);
  });

  it('has a label for every option of its connection types', () => {
    const missing = Object.keys(STRATEGIES).flatMap((strategy) =>
      fieldsIn(strategy)
        .filter(({ name }) => !keyOf(strategy, name, 'label'))
        .map(({ name }) => `${strategy}.${name}`)
    );

    expect(missing).toEqual([]);
  });

  it('has no text outside of the translations', () => {
    expect(getTextsInCode(source)).toEqual([]);
  });
});
