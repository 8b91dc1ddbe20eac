import path from 'node:path';

import ts from 'typescript';

import { ENGLISH } from './panel-texts';

const ADMIN = path.resolve(__dirname, '../../plugins/user-profile/admin');
const SOURCE = path.join(ADMIN, 'src');

/** The panel's source with its types. Takes seconds to load. */
export const loadPanelSource = () => {
  const configFile = path.join(ADMIN, 'tsconfig.json');
  const { config, error } = ts.readConfigFile(configFile, ts.sys.readFile);
  if (error) {
    throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  }
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ADMIN);
  const program = ts.createProgram(fileNames, { ...options, noEmit: true });
  const files = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(SOURCE) && /\.tsx?$/.test(fileName));

  return { checker: program.getTypeChecker(), files };
};

export type PanelSource = ReturnType<typeof loadPanelSource>;

const visit = (files: readonly ts.SourceFile[], look: (node: ts.Node) => void): void => {
  const walk = (node: ts.Node): void => {
    look(node);
    ts.forEachChild(node, walk);
  };
  files.forEach(walk);
};

const KEYS = new Set(Object.keys(ENGLISH));

const literalsOf = (type: ts.Type): string[] =>
  (type.isUnion() ? type.types : [type]).flatMap((each) =>
    each.isStringLiteral() ? [each.value] : []
  );

/** Whether any key fits, so a literal here is a key. */
const isAnyKey = (type: ts.Type | undefined): boolean =>
  type !== undefined && literalsOf(type).filter((each) => KEYS.has(each)).length === KEYS.size;

const isTranslateCall = (node: ts.CallExpression, checker: ts.TypeChecker): boolean => {
  const parameter = checker.getResolvedSignature(node)?.getParameters()[0];

  return parameter !== undefined && isAnyKey(checker.getTypeOfSymbolAtLocation(parameter, node));
};

/**
 * The keys that the panel's code can ask for. A key that is put together, such as `users.action.${action}`,
 * counts for each value that its types allow.
 */
export const getUsedKeys = ({ checker, files }: PanelSource): Set<string> => {
  const used = new Set<string>();

  const add = (type: ts.Type): void => {
    if (!isAnyKey(type)) {
      literalsOf(type).forEach((each) => used.add(each));
    }
  };

  visit(files, (node) => {
    if (ts.isCallExpression(node) && node.arguments.length > 0 && isTranslateCall(node, checker)) {
      add(checker.getTypeAtLocation(node.arguments[0]));
    }

    if (
      (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) &&
      isAnyKey(checker.getContextualType(node))
    ) {
      add(checker.getTypeAtLocation(node));
    }
  });

  return used;
};

/** Properties of components whose texts people see or hear. */
const TEXT_PROPERTIES =
  /^(aria-(label|description|roledescription|valuetext)|.*[lL]abel|title|subtitle|placeholder|hint|description|content|body|message|text|alt|error|notice|tooltip)$/;

/** Letters beside a placeholder: not a symbol, a code in one word of lower case, or a dash. */
const isText = (text: string): boolean => !KEYS.has(text) && /[A-Z][a-z]|[a-z] [a-z]/.test(text);

/** Operators whose result may be one of their sides. */
const CHOICES = [
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.PlusToken,
];

const isUntranslated = (node: ts.Node): node is ts.JsxText | ts.StringLiteralLike => {
  if (ts.isJsxText(node)) {
    return /\p{L}{2}/u.test(node.text);
  }
  if (!ts.isStringLiteralLike(node) || !isText(node.text)) {
    return false;
  }

  let holder: ts.Node = node.parent;
  while (
    ts.isConditionalExpression(holder) ||
    ts.isParenthesizedExpression(holder) ||
    (ts.isBinaryExpression(holder) && CHOICES.includes(holder.operatorToken.kind)) ||
    (ts.isJsxExpression(holder) && ts.isJsxAttribute(holder.parent))
  ) {
    holder = holder.parent;
  }

  if (ts.isJsxAttribute(holder)) {
    return TEXT_PROPERTIES.test(holder.name.getText());
  }
  if (ts.isJsxExpression(holder)) {
    return true;
  }

  return ts.isPropertyAssignment(holder) && TEXT_PROPERTIES.test(holder.name.getText());
};

/** Texts in the code of components that belong into the translations, as "file: text". */
export const getTextsInCode = ({ files }: PanelSource): string[] => {
  const found: string[] = [];

  for (const file of files) {
    visit([file], (node) => {
      if (isUntranslated(node)) {
        found.push(`${path.relative(SOURCE, file.fileName)}: ${node.text.trim()}`);
      }
    });
  }

  return found;
};
