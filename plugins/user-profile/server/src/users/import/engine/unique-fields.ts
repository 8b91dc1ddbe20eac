import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import type { JsonValue } from '../../../../../shared/contracts/json';
import { AccountFieldsError } from '../../../model/accounts/account-fields';
import { fieldProblem } from '../../../model/accounts/check-account-fields';
import { isUnique, type OwnField } from '../../../model/accounts/own-fields';
import { columnOf, query, type Row } from '../../../runtime/database/rows';
import { coded } from '../../../utils/errors';
import { problemsIn, type LineProblem } from '../records/import-user';
import { hasValue } from './has-value';
import type { NewUserRows } from './new-users';

/** As Strapi checks a `uid` (@strapi/core 5.54.0, services/entity-validator/validators.js). */
const UID_CHARACTERS = '^[A-Za-z0-9-_.~]*$';

/** The fields for a check without a query: Strapi looks up each unique value apart, through all accounts. */
export const withoutUnique = (fields: readonly OwnField[]): OwnField[] =>
  fields.map((field) => {
    const { attribute } = field;
    if (!isUnique(field)) {
      return field;
    }
    const regex = attribute.type === 'uid' ? { regex: attribute.regex ?? UID_CHARACTERS } : {};
    const type = attribute.type === 'uid' ? 'string' : attribute.type;
    return { ...field, attribute: { ...attribute, ...regex, type, unique: false } };
  });

/** Strapi's message. */
const TAKEN = coded('field_invalid', { problem: 'This attribute must be unique' });

/**
 * Finds the new accounts with a value of a unique field that an account of the site has: one query for each field.
 *
 * @param users with those of linked identities
 */
export const findTaken = async (
  strapi: Core.Strapi,
  fields: readonly OwnField[],
  users: readonly NewUserRows[]
): Promise<Map<NewUserRows, LineProblem[]>> => {
  const taken = new Map<NewUserRows, LineProblem[]>();
  for (const { name, type } of fields) {
    const column = columnOf(strapi, STRAPI_UIDS.account, name);
    const withValue = users.filter(({ account }) => (account[column ?? ''] ?? '') !== '');
    if (column === undefined || withValue.length === 0) {
      continue;
    }
    // As Strapi does, which does not count what is not published.
    const find = (values: unknown[]): Promise<Row[]> =>
      query(strapi, STRAPI_UIDS.account)
        .whereIn(column, values as string[])
        .whereNotNull('published_at')
        .select('id', column);
    const found = await find([...new Set(withValue.map(({ account }) => account[column]))]);
    const has = ({ account }: NewUserRows, row: Row): boolean =>
      hasValue(type, row[column], account[column] as JsonValue);
    // MySQL also finds values in another letter case.
    const isExact = found.every((row) => withValue.some((user) => has(user, row)));
    for (const user of found.length === 0 ? [] : withValue) {
      const isTaken = isExact
        ? found.some((row) => has(user, row))
        : (await find([user.account[column]])).length > 0;
      if (isTaken) {
        const error = new AccountFieldsError([fieldProblem(name, TAKEN)]);
        const problems = problemsIn(user.candidate.user.line, error);
        taken.set(user, [...(taken.get(user) ?? []), ...problems]);
      }
    }
  }
  return taken;
};
