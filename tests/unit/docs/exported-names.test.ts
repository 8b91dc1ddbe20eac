import fs from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const plugin = path.resolve(__dirname, '../../../plugins/user-profile');

const namesIn = (binding: ts.BindingName): string[] =>
  ts.isIdentifier(binding)
    ? [binding.text]
    : binding.elements.flatMap((element) =>
        ts.isOmittedExpression(element) ? [] : namesIn(element.name)
      );

const isExported = (node: ts.HasModifiers): boolean => {
  const kinds = ts.getModifiers(node)?.map(({ kind }) => kind) ?? [];
  return (
    kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword)
  );
};

/**
 * The names that a file declares and exports. Not default exports, which are named where they are imported,
 * and not `export { … }`, which repeats the name of another file on purpose.
 */
const exportsOf = (fileName: string): string[] => {
  const text = fs.readFileSync(fileName, 'utf8');
  const { statements } = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      const { declarations } = statement.declarationList;
      return isExported(statement) ? declarations.flatMap(({ name }) => namesIn(name)) : [];
    }
    const isNamed =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement);
    return isNamed && isExported(statement) && statement.name ? [statement.name.text] : [];
  });
};

/** The files that export each name, below a folder of the plugin. */
const exportersIn = (folder: string): Map<string, Set<string>> => {
  const root = path.join(plugin, folder);
  const files = (fs.readdirSync(root, { recursive: true, encoding: 'utf8' }) as string[]).filter(
    (file) => /\.tsx?$/.test(file)
  );
  const exporters = new Map<string, Set<string>>();
  for (const file of files) {
    for (const name of exportsOf(path.join(root, file))) {
      exporters.set(name, (exporters.get(name) ?? new Set()).add(file));
    }
  }
  return exporters;
};

/** Not `shared/`: each namespace of its contracts holds a `Request` and a `Response`, as Strapi's own do. */
describe.each(['server/src', 'admin/src'])('the names that files of %s export', (folder) => {
  const exporters = exportersIn(folder);

  it('are found', () => {
    expect(exporters.size).toBeGreaterThan(300);
  });

  it('are each declared in one file', () => {
    const repeated = [...exporters]
      .filter(([, files]) => files.size > 1)
      .map(([name, files]) => `${name}: ${[...files].sort().join(', ')}`);

    expect(repeated).toEqual([]);
  });
});
