import {
  OPERATION_REFERENCE,
  TYPE_REFERENCE,
} from '../../plugins/user-profile/shared/event-reference';
import { type TestDatabase, UIDS } from './database';

const REFERENCE: Record<string, { details: readonly string[] } | undefined> = {
  ...TYPE_REFERENCE,
  ...OPERATION_REFERENCE,
};

const isDocumented = (type: string, operation: string, detail: string): boolean =>
  [type, operation].some((name) => REFERENCE[name]?.details.includes(detail));

/** What events have in `details` and docs/events.md does not list, as `<type> <operation> <key>`, each once. */
const findUndocumentedDetails = async (database: TestDatabase): Promise<string[]> => {
  const rows = await database.rows(UIDS.event, {}, { columns: ['type', 'details'] });
  const found = rows.flatMap(({ type, details: stored }) => {
    const details = (typeof stored === 'string' ? JSON.parse(stored) : stored) ?? {};
    const operation = String(details.operation ?? '');
    return Object.keys(details)
      .filter((detail) => !isDocumented(type, operation, detail))
      .map((detail) => `${type} ${operation} ${detail}`);
  });
  return [...new Set(found)];
};

/** For the end of a test file: of the events that its tests caused. Not for events of other systems. */
export const expectDocumentedDetails = async ({
  database,
}: {
  database: TestDatabase;
}): Promise<void> => {
  expect(await database.count(UIDS.event)).toBeGreaterThan(0);
  expect(await findUndocumentedDetails(database)).toEqual([]);
};
