import {
  allBlocks,
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

/** A part of a file: statements, or entries of a list or an object. */
const isSyntax = (code: string): boolean =>
  [code, `export default [${code}];`, `export default {${code}};`].some(
    (each) => syntaxErrorsIn(each).length === 0
  );

describe('a code block of CONTRIBUTING.md', () => {
  it.each(
    allBlocks()
      .filter(({ page, language }) => page === 'CONTRIBUTING.md' && language === 'ts')
      .map(({ title, code }) => [title, code])
  )('is valid syntax: %s', (_title, code) => {
    expect(isSyntax(code)).toBe(true);
  });
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
