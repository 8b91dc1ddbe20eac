import {
  codeBlockOf,
  codeBlocks,
  runModule,
  syntaxErrorsIn,
  toModule,
} from '../../support/docs-examples/code-blocks';

describe('a code block of the documentation', () => {
  it.each(codeBlocks().map((block) => [block.title, block] as const))(
    'is valid syntax: %s',
    (_title, block) => {
      expect(syntaxErrorsIn(toModule(block))).toEqual([]);
    }
  );
});

describe('docs/connections/providers.md', () => {
  it('registers a provider whose attributes are those of the person', async () => {
    const add = jest.fn();
    const strapi = { plugin: () => ({ service: () => ({ add }) }) };
    const { code } = codeBlockOf('docs/connections/providers.md', 'src/index.ts');
    const { default: site } = runModule(
      code.replace('./sample-provider', '../../support/docs-examples/src/sample-provider')
    ) as { default: { register(context: object): void } };
    site.register({ strapi });
    const [[name, provider]] = add.mock.calls;
    expect(name).toBe('sample');
    expect(await provider.authCallback({ accessToken: 'x' })).toMatchObject({ username: 'cedar' });
  });
});
