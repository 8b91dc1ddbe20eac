import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import type { ImportOptions } from '../../../../shared/contracts/imports';
import { isUnique, ownFields, typesOf } from '../../model/accounts/own-fields';
import { coded } from '../../utils/errors';
import { accountFieldsOf, type Candidate } from './engine/candidate';
import { findCandidates, rejectRepeated } from './engine/check-candidates';
import { createSeenKeys } from './engine/seen-keys';
import { createTargets } from './engine/targets';
import type { BatchContext } from './engine/write-batch';
import { ImportFileError } from './formats/import-file-error';
import { brokenFile } from './formats/open-file';
import { readRecords, type RecordBatch } from './formats/read-records';
import { describeFile } from './import-files';
import type { ImportRow } from './import-rows';
import { isValid, type ImportUser, type LineProblem } from './records/import-user';
import { readUser } from './records/read-user';

/** Enough to spread the cost of a transaction, and few enough to hold the event loop only briefly. */
const BATCH = 500;

/** While lines are read again, no batch renews the lease of the job. */
const RENEW_EVERY_MS = 5000;

/** A batch, as far as the site's data does not matter for it. */
export interface Prepared {
  candidates: Candidate[];
  problems: LineProblem[];
  ignored: Map<string, number>;
  /** The position after it. */
  end: number;
  bytes: number;
}

/** Another file would have other users at the position. */
const requireSameFile = async ({ path, bytes, facts }: ImportRow): Promise<void> => {
  const found = await describeFile(path).catch((error: unknown) => {
    throw brokenFile(error);
  });
  if (found.bytes !== bytes || found.modified !== facts.modified) {
    throw new ImportFileError(coded('import_file_changed'));
  }
};

const countIgnored = (ignored: Map<string, number>, fields: string[]): void => {
  for (const field of fields) {
    ignored.set(field, (ignored.get(field) ?? 0) + 1);
  }
};

/** The user with an email address that is not verified, as if the file did not mention that. */
const withoutVerified = (user: ImportUser): ImportUser => {
  const { email_verified: verified, ...data } = user.source.data;
  return {
    ...user,
    mentionsVerified: false,
    source: {
      ...user.source,
      data: verified === undefined ? data : { ...data, email_verified: false },
      emailVerified: false,
    },
    ignored: user.source.emailVerified ? [...user.ignored, 'email_verified'] : user.ignored,
  };
};

/**
 * Reads the file from its beginning, and leaves out what an earlier run has handled.
 *
 * @param renew keeps the job while that is read
 */
export async function* prepareBatches(
  strapi: Core.Strapi,
  row: ImportRow,
  options: ImportOptions,
  { uniqueEmail, users: builder }: BatchContext,
  renew: () => Promise<void>
): AsyncGenerator<Prepared> {
  await requireSameFile(row);
  let renewedAt = Date.now();
  const targets = createTargets(strapi, options);
  const seen = createSeenKeys();
  const fields = ownFields(strapi);
  const rules = {
    isTrusted: row.is_trusted,
    uniqueEmail,
    uniqueFields: fields.filter(isUnique).map(({ name }) => name),
    accountFieldsOf: (candidate: Candidate) => accountFieldsOf(strapi, candidate),
  };
  const mapping = options.mapping ?? row.facts.suggested_mapping ?? {};
  const read = {
    format: row.facts.format,
    mapping,
    fieldTypes: typesOf(fields),
    hashConfig: options.hash_config ?? null,
  };
  const prepareBatch = async (records: RecordBatch['records'], bytes: number, end: number) => {
    const users = records.map((record) => readUser(record, read));
    const valid = users
      .filter(isValid)
      .map((user) => (row.facts.may_verify_email ? user : withoutVerified(user)));
    const found = await findCandidates(strapi, valid, targets, rules);
    const repeated = rejectRepeated(found.candidates, seen, rules);
    const { fresh, problems } = repeated;
    const ignored = new Map<string, number>();
    countIgnored(ignored, [...found.ignored, ...repeated.ignored]);
    for (const user of valid) {
      countIgnored(ignored, [
        ...user.ignored,
        ...(user.role !== null && !row.is_trusted ? ['role'] : []),
      ]);
    }
    for (const { user, target } of fresh.flatMap((each) => [each, ...each.linked])) {
      const hasUnusedHash = user.password.kind !== 'none' && !target.storesPasswords;
      countIgnored(ignored, hasUnusedHash ? ['password_hash'] : []);
    }
    return {
      candidates: fresh,
      problems: [
        ...users.flatMap((user) => (isValid(user) ? [] : user.problems)),
        ...found.problems,
        ...problems,
      ],
      ignored,
      end,
      bytes,
    };
  };
  let start = 0;
  for await (const { records, bytes } of readRecords(row.path, row.facts, BATCH)) {
    const end = start + records.length;
    const done = Math.min(records.length, Math.max(0, row.position - start));
    if (done > 0) {
      // Only for what the users of later lines are compared with.
      await prepareBatch(records.slice(0, done), bytes, start + done);
      if (Date.now() - renewedAt > RENEW_EVERY_MS) {
        await renew();
        renewedAt = Date.now();
      }
    }
    if (done < records.length) {
      const prepared = await prepareBatch(records.slice(done), bytes, end);
      await builder.buildAhead(prepared.candidates);
      yield prepared;
    } else {
      await yieldToEventLoop();
    }
    start = end;
  }
}
