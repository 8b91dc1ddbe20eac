import fs from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';

import ts from 'typescript';

import { runInServer, SERVER_CODE } from './run-in-server';
import { OWN_PROCESS } from './server-host';
import type { TestStrapi } from './strapi';

const PLUGIN = path.resolve(__dirname, '../..', 'plugins', 'user-profile');
const SOURCES = path.join(PLUGIN, 'server', 'src');
const BUNDLE = path.join(PLUGIN, 'dist', 'server', 'index.js');

interface Range {
  startOffset: number;
  endOffset: number;
  count: number;
}

interface ExecutedFunction {
  functionName: string;
  ranges: Range[];
}

interface CoveredScript {
  url: string;
  functions: ExecutedFunction[];
}

declare global {
  /** In the server, set by `coverage-code.cjs`. */
  var takeCoverage: () => Promise<CoveredScript[]>;
}

/** The environment of a server whose executed code is recorded. */
export const RECORDED_CODE = {
  ...SERVER_CODE,
  TEST_CODE: path.join(__dirname, 'coverage-code.cjs'),
  // Other servers would be slower, and load the plugin before the code runs.
  [OWN_PROCESS]: 'true',
};

/** The functions of the plugin that ran since the last call. */
const takeFunctions = async (app: TestStrapi): Promise<ExecutedFunction[]> => {
  return runInServer(app, async () => {
    const scripts = await globalThis.takeCoverage();
    return scripts
      .filter(({ url }) => url.endsWith('/user-profile/dist/server/index.js'))
      .flatMap(({ functions }) => functions);
  });
};

/** Reads the build of the server: to which source file a position belongs, and what a name refers to. */
const readBundle = () => {
  const text = fs.readFileSync(BUNDLE, 'utf8');
  if (!text.includes('//# sourceMappingURL=')) {
    throw new Error('The build has no source map: run npm run build:plugin');
  }
  const map = new SourceMap(JSON.parse(fs.readFileSync(`${BUNDLE}.map`, 'utf8')));
  const options: ts.CompilerOptions = { allowJs: true, noLib: true, noResolve: true, types: [] };
  const program = ts.createProgram([BUNDLE], options);
  const source = program.getSourceFile(BUNDLE)!;
  const checker = program.getTypeChecker();

  /** Relative to `server/src`, without extension; null for code of other folders. */
  const fileAt = (offset: number): string | null => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    const entry = map.findEntry(line, character);
    if (!('originalSource' in entry) || !entry.originalSource) {
      return null;
    }
    const file = path.relative(SOURCES, path.resolve(path.dirname(BUNDLE), entry.originalSource));
    return file.startsWith('..') ? null : file.replace(/\.ts$/, '');
  };

  const fileOfName = (name: ts.Identifier): string | null => {
    const declaration = checker.getSymbolAtLocation(name)?.declarations?.[0];
    return declaration ? fileAt(declaration.getStart(source)) : null;
  };

  return { source, fileAt, fileOfName };
};

/** The file of each service, from the registry. */
const readServiceFiles = (): Map<string, string> => {
  const registry = fs.readFileSync(path.join(SOURCES, 'services.ts'), 'utf8');
  const files = new Map(
    [...registry.matchAll(/import \{ (\w+) \} from '\.\/(.+)'/g)].map(([, create, file]) => [
      create,
      file,
    ])
  );
  return new Map(
    [...registry.matchAll(/^ {2}'?([\w-]+)'?: (\w+),$/gm)].map(([, name, create]) => [
      name,
      files.get(create) ?? name,
    ])
  );
};

export interface CallEdge {
  from: string;
  to: string;
  /** The function or the service. */
  name: string;
}

export interface ExecutedCode {
  /** The files of `server/src` of which a function ran, without extension. */
  files: string[];
  /** The calls that ran, from one of these files to another, each once. */
  calls: CallEdge[];
}

const isGetService = ({ expression }: ts.CallExpression): boolean =>
  ts.isIdentifier(expression) && /^getService\d*$/.test(expression.text);

const describeExecuted = (functions: ExecutedFunction[]): ExecutedCode => {
  const { source, fileAt, fileOfName } = readBundle();
  const services = readServiceFiles();
  const ran = functions.filter(({ ranges: [whole] }) => whole.count > 0);
  const files = new Set(ran.map(({ ranges: [whole] }) => fileAt(whole.startOffset)));
  const ranges = functions
    .flatMap((each) => each.ranges)
    .sort((one, other) => one.endOffset - one.startOffset - (other.endOffset - other.startOffset));

  const hasRun = (offset: number): boolean => {
    const innermost = ranges.find(
      ({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset
    );
    return (innermost?.count ?? 0) > 0;
  };

  const targetOf = (call: ts.CallExpression): Omit<CallEdge, 'from'> | null => {
    const [, service] = call.arguments;
    if (isGetService(call) && service && ts.isStringLiteral(service)) {
      return { name: service.text, to: services.get(service.text) ?? service.text };
    }
    const { expression } = call;
    const to = ts.isIdentifier(expression) ? fileOfName(expression) : null;
    return to && ts.isIdentifier(expression) ? { name: expression.text, to } : null;
  };

  const calls = new Map<string, CallEdge>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const offset = node.getStart(source);
      const from = hasRun(offset) ? fileAt(offset) : null;
      const target = from ? targetOf(node) : null;
      if (from && target && from !== target.to) {
        calls.set(`${from} ${target.name}`, { from, ...target });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return {
    files: [...files].filter((file) => file !== null).sort(),
    calls: [...calls.values()],
  };
};

/**
 * Runs `work` and returns what code of the server ran for it.
 *
 * @param app must have been started with `RECORDED_CODE` and have nothing else to do. It must have done the same
 * `work` before, because the first run also prepares what is prepared once
 */
export const recordExecutedCode = async (
  app: TestStrapi,
  work: () => Promise<unknown>
): Promise<ExecutedCode> => {
  await takeFunctions(app);
  await work();
  return describeExecuted(await takeFunctions(app));
};
