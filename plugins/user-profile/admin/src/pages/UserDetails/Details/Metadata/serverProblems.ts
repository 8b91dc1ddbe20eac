import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

import type { Problem } from '../../../../utils/fieldErrors';
import { lineAt } from './checkMetadata';

export interface ServerProblem {
  line?: number;
  message: string;
}

const USER_METADATA = 'user_metadata';

/** A missing value has no node, so its parent's is used. */
const nearestNode = (root: Node, path: readonly string[]): Node | undefined => {
  const segments = path.map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));

  return (
    findNodeAtLocation(root, segments) ??
    // A key of digits looks like an array index.
    findNodeAtLocation(root, [...path]) ??
    (path.length > 0 ? nearestNode(root, path.slice(0, -1)) : undefined)
  );
};

/** The problems that the server reported, with their lines in the text. */
export const locateProblems = (text: string, problems: readonly Problem[]): ServerProblem[] => {
  const root = parseTree(text);

  return problems.map(({ path, message }) => {
    const begin = path.indexOf(USER_METADATA);
    const node = root && begin !== -1 ? nearestNode(root, path.slice(begin + 1)) : undefined;
    // The line of the key, also if the value starts on another line.
    const offset = node?.parent?.type === 'property' ? node.parent.offset : node?.offset;

    return { line: offset === undefined ? undefined : lineAt(text, offset), message };
  });
};
