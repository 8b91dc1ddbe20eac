import type { BulkOperation } from '../../../../../shared/contracts/bulk';

interface Marks {
  /** Those whose result the admin has dismissed. */
  dismissed: readonly string[];
  /** Those whose end this browser has not shown yet. */
  unseen: readonly string[];
}

const hasEnded = ({ status }: BulkOperation): boolean => status !== 'running';

/** Whether all users have again what they had before. */
const isComplete = ({ status, failed }: BulkOperation): boolean =>
  status === 'finished' && failed === 0;

/**
 * The operations that the page shows: all that run, and one's own that have ended, if their result was not shown
 * elsewhere. An undo that was stopped, failed or left users out is shown with the operation that it undoes, which
 * may be undoable again. After an undo without failures, that operation is no longer shown.
 */
export const listedOperations = (
  operations: readonly BulkOperation[],
  { dismissed, unseen }: Marks
): BulkOperation[] => {
  const ownUndos = operations.filter(({ is_own: isOwn, undo_of: of }) => isOwn && of !== null);
  const undosOf = (id: string | null) => ownUndos.filter(({ undo_of: of }) => of === id);

  const isListed = (operation: BulkOperation): boolean => {
    const { id, undo_of: undoOf, is_own: isOwn, by_selection: bySelection } = operation;

    if (!hasEnded(operation)) {
      return true;
    }

    if (!isOwn || dismissed.includes(id)) {
      return false;
    }

    const undos = undosOf(undoOf ?? id);

    if (undos.some((undo) => undo.id !== id && isComplete(undo))) {
      return false;
    }

    const isStillToUndo = undos.some(hasEnded) && !undos.some(isComplete);

    return bySelection || unseen.includes(id) || isStillToUndo;
  };

  return operations.filter(isListed);
};
