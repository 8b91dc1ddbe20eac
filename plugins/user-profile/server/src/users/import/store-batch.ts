import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { ImportCounts } from '../../../../shared/contracts/imports';
import { IMPORT_UID } from '../../runtime/database/plain-models';
import { inTransaction, table } from '../../runtime/database/rows';
import { inSavepoint } from '../../runtime/database/savepoint';
import { JobStopped } from '../../runtime/jobs';
import { coded } from '../../utils/errors';
import { logError } from '../../utils/log-error';
import type { Candidate } from './engine/candidate';
import { isDataError } from './engine/is-data-error';
import { writeBatch, type BatchContext, type BatchResult } from './engine/write-batch';
import { importColumns, insertErrors, MAX_STORED_ERRORS, type ImportRow } from './import-rows';
import type { Prepared } from './prepare-batches';
import { lineProblem } from './records/import-user';

const MAX_IGNORED_FIELDS = 50;
const MAX_IGNORED_IDENTITIES = 20;
const IDENTITIES = 'identities.';

const addCounts = (
  counts: ImportCounts,
  { counts: added, problems }: BatchResult,
  failedLines: number,
  read: number
): ImportCounts => ({
  read,
  created: counts.created + added.created,
  updated: counts.updated + added.updated,
  unchanged: counts.unchanged + added.unchanged,
  skipped: counts.skipped + added.skipped,
  failed: counts.failed + failedLines + new Set(problems.map(({ line }) => line)).size,
});

/** Names of connections come from the file, and must leave room for the fields. */
const fieldFor = (name: string, all: Map<string, number>): string =>
  name.startsWith(IDENTITIES) &&
  [...all.keys()].filter((each) => each.startsWith(IDENTITIES)).length >= MAX_IGNORED_IDENTITIES
    ? `${IDENTITIES}*`
    : name;

const addIgnored = (
  fields: Record<string, number>,
  ignored: Iterable<readonly [string, number]>
): Record<string, number> => {
  const all = new Map(Object.entries(fields));
  for (const [name, count] of ignored) {
    const field = all.has(name) ? name : fieldFor(name, all);
    if (all.has(field) || all.size < MAX_IGNORED_FIELDS) {
      all.set(field, (all.get(field) ?? 0) + count);
    }
  }
  return Object.fromEntries(all);
};

const mergeResults = (results: BatchResult[]): BatchResult => {
  const sum: BatchResult = {
    counts: { created: 0, updated: 0, unchanged: 0, skipped: 0 },
    problems: [],
    ignored: [],
  };
  for (const { counts, problems, ignored } of results) {
    sum.counts.created += counts.created;
    sum.counts.updated += counts.updated;
    sum.counts.unchanged += counts.unchanged;
    sum.counts.skipped += counts.skipped;
    sum.problems.push(...problems);
    sum.ignored.push(...ignored);
  }
  return sum;
};

/** One user after the other, so that one whom the database rejects does not keep out the others. */
const writeOneByOne = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  candidates: Candidate[],
  context: BatchContext
): Promise<BatchResult> => {
  const results: BatchResult[] = [];
  for (const candidate of candidates) {
    try {
      results.push(await inSavepoint(strapi, () => writeBatch(strapi, trx, [candidate], context)));
    } catch (error) {
      if (!isDataError(error)) {
        throw error;
      }
      const { line } = candidate.user;
      logError(strapi, `line ${line} of an import was rejected by the database`, error);
      results.push({
        counts: { created: 0, updated: 0, unchanged: 0, skipped: 0 },
        problems: [lineProblem(line, null, coded('import_not_stored'))],
        ignored: [],
      });
    }
  }
  return mergeResults(results);
};

type Write = typeof writeOneByOne;

/** @param renew keeps the job, or throws if another instance has it */
export const createBatchStore = (
  strapi: Core.Strapi,
  renew: (trx: Knex.Transaction) => Promise<void>,
  context: BatchContext
) => {
  const isTrial = context.options.dry_run;

  const attempt = (row: ImportRow, prepared: Prepared, write: Write): Promise<ImportRow> =>
    inTransaction(strapi, async (trx) => {
      await renew(trx);
      const result = await write(strapi, trx, prepared.candidates, context);
      const failedLines = new Set(prepared.problems.map(({ line }) => line)).size;
      const counts = addCounts(row.counts, result, failedLines, prepared.end);
      const problems = [...prepared.problems, ...result.problems]
        .sort((a, b) => a.line - b.line)
        .slice(0, MAX_STORED_ERRORS - row.errors_stored);
      await insertErrors(strapi, trx, row.id, problems);
      const changes = {
        position: prepared.end,
        bytes_read: prepared.bytes,
        counts,
        ignored_fields: addIgnored(row.ignored_fields, [
          ...prepared.ignored,
          ...result.ignored.map((field) => [field, 1] as const),
        ]),
        errors_stored: row.errors_stored + problems.length,
      };
      const moved = await table(strapi, trx, IMPORT_UID)
        .where({ id: row.id, position: row.position })
        .update(importColumns(changes));
      if (moved !== 1) {
        throw new JobStopped();
      }
      return { ...row, ...changes };
    });

  /**
   * Stores a batch and the position in one transaction, so a batch is repeated as a whole or not at all.
   *
   * @param onInsert called once the database works on the longest statements
   */
  return async (row: ImportRow, prepared: Prepared, onInsert: () => void): Promise<ImportRow> => {
    const together: Write = (_strapi, trx, candidates) =>
      writeBatch(strapi, isTrial ? null : trx, candidates, context, onInsert);
    try {
      return await attempt(row, prepared, together);
    } catch (error) {
      if (!isDataError(error) || isTrial) {
        throw error;
      }
      return attempt(row, prepared, writeOneByOne);
    }
  };
};
