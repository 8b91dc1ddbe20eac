import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

import { MAX_METADATA_BYTES } from '../../../../../../shared/constants';
import type { JsonObject } from '../../../../../../shared/contracts/users';
import { isForbiddenMetadataKey } from '../../../../../../shared/metadata-rules';
import type { TranslationKey } from '../../../../utils/translations';

export interface MetadataProblem {
  /** Starts at 1; undefined if the problem concerns the whole text. */
  line?: number;
  text: TranslationKey;
  values?: Record<string, string | number>;
}

export type CheckedMetadata =
  { value: JsonObject; problems: [] } | { value: undefined; problems: MetadataProblem[] };

export const lineAt = (text: string, offset: number): number =>
  text.slice(0, offset).split(/\r\n|\r|\n/).length;

const syntaxProblem = (text: string, { error, offset }: ParseError): MetadataProblem => {
  const code = printParseErrorCode(error);

  return {
    line: lineAt(text, offset),
    text: code === '<unknown ParseErrorCode>' ? 'metadata.syntax.other' : `metadata.syntax.${code}`,
  };
};

/** JSON would store Infinity as null, and a long ID as a different number. */
const isInexact = (number: number): boolean =>
  !Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number));

const contentProblems = (text: string, node: Node): MetadataProblem[] => {
  const seen = new Set<string>();

  if (node.type === 'number' && isInexact(Number(node.value))) {
    return [{ line: lineAt(text, node.offset), text: 'metadata.problem.number' }];
  }

  return (node.children ?? []).flatMap((child) => {
    if (child.type !== 'property') {
      return contentProblems(text, child);
    }

    const [name, value] = child.children ?? [];
    const key = String(name?.value);
    const at = { line: lineAt(text, child.offset), values: { key } };
    const own: MetadataProblem[] = [];

    if (isForbiddenMetadataKey(key)) {
      own.push({ ...at, text: 'metadata.problem.forbiddenKey' });
    }
    if (seen.has(key)) {
      own.push({ ...at, text: 'metadata.problem.duplicateKey' });
    }
    seen.add(key);

    return value ? [...own, ...contentProblems(text, value)] : own;
  });
};

const rejected = (...problems: MetadataProblem[]): CheckedMetadata => ({
  value: undefined,
  problems,
});

const check = (text: string): CheckedMetadata => {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });

  if (errors.length > 0) {
    // Further errors are usually caused by the first one.
    return rejected(syntaxProblem(text, errors[0]));
  }
  if (root?.type !== 'object') {
    return rejected({ line: 1, text: 'metadata.problem.notObject' });
  }

  const problems = contentProblems(text, root);

  if (problems.length > 0) {
    return rejected(...problems);
  }

  const value: JsonObject = JSON.parse(text);
  const size = new TextEncoder().encode(JSON.stringify(value)).length;

  return size > MAX_METADATA_BYTES
    ? rejected({ text: 'metadata.problem.size', values: { size, max: MAX_METADATA_BYTES } })
    : { value, problems: [] };
};

/** Checks what the browser can check. The server validates again. */
export const checkMetadata = (text: string): CheckedMetadata => {
  try {
    return check(text);
  } catch (error) {
    // Deep nesting overflows the stack of the recursive parser.
    const isTooDeep = error instanceof RangeError;

    return rejected({ text: isTooDeep ? 'metadata.problem.depth' : 'metadata.syntax.other' });
  }
};
