import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

import type { Problem } from '../../../../utils/fieldErrors';
import { lineAt } from './checkMetadata';

export interface ServerProblem {
  line?: number;
  message: string;
}

const USER_METADATA = 'user_metadata';

/** What is missing has no place of its own: its parent's is the nearest. */
const nearestNode = (root: Node, path: readonly string[]): Node | undefined => {
  const segments = path.map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));

  return (
    findNodeAtLocation(root, segments) ??
    // A key of digits looks like an index.
    findNodeAtLocation(root, [...path]) ??
    (path.length > 0 ? nearestNode(root, path.slice(0, -1)) : undefined)
  );
};

/** Problems that the server found in the metadata, each with the line that it is about. */
export const locateProblems = (text: string, problems: readonly Problem[]): ServerProblem[] => {
  const root = parseTree(text);

  return problems.map(({ path, message }) => {
    const begin = path.indexOf(USER_METADATA);
    const node = root && begin !== -1 ? nearestNode(root, path.slice(begin + 1)) : undefined;
    // A value that is an object begins on the line of its key.
    const offset = node?.parent?.type === 'property' ? node.parent.offset : node?.offset;

    return { line: offset === undefined ? undefined : lineAt(text, offset), message };
  });
};
