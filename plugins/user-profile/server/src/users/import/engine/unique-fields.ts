import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import { AccountFieldsError } from '../../../model/accounts/account-fields';
import { fieldProblem } from '../../../model/accounts/check-account-fields';
import { isUnique, type OwnField } from '../../../model/accounts/own-fields';
import { columnOf, query, type Row } from '../../../runtime/database/rows';
import { coded } from '../../../utils/errors';
import { problemsIn, type LineProblem } from '../records/import-user';
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

/** PostgreSQL selects at most 1,664 columns. */
const VALUES_PER_QUERY = 500;

/**
 * The values that an account of the site has in a column. The database compares them, as it does for Strapi: MySQL
 * also finds values in another letter case. A query reads all accounts, because the column has no index, so each
 * one looks for many values.
 */
const findTakenValues = async (
  strapi: Core.Strapi,
  column: string,
  values: readonly unknown[]
): Promise<Set<unknown>> => {
  const taken = new Set<unknown>();
  for (let first = 0; first < values.length; first += VALUES_PER_QUERY) {
    const part = values.slice(first, first + VALUES_PER_QUERY);
    // As Strapi does, which does not count what is not published.
    const counts: Row | undefined = await query(strapi, STRAPI_UIDS.account)
      .whereIn(column, part as string[])
      .whereNotNull('published_at')
      .select(
        part.map((value, index) =>
          strapi.db.connection.raw('count(case when ?? = ? then 1 end) as ??', [
            column,
            value as string,
            `value_${index}`,
          ])
        )
      )
      .first();
    part
      .filter((_value, index) => Number(counts?.[`value_${index}`]) > 0)
      .forEach((value) => taken.add(value));
  }
  return taken;
};

/**
 * Finds the new accounts with a value of a unique field that an account of the site has.
 *
 * @param users with those of linked identities
 */
export const findTaken = async (
  strapi: Core.Strapi,
  fields: readonly OwnField[],
  users: readonly NewUserRows[]
): Promise<Map<NewUserRows, LineProblem[]>> => {
  const taken = new Map<NewUserRows, LineProblem[]>();
  for (const { name } of fields) {
    const column = columnOf(strapi, STRAPI_UIDS.account, name);
    const withValue = users.filter(({ account }) => (account[column ?? ''] ?? '') !== '');
    if (column === undefined || withValue.length === 0) {
      continue;
    }
    const values = [...new Set(withValue.map(({ account }) => account[column]))];
    const takenValues = await findTakenValues(strapi, column, values);
    for (const user of withValue.filter(({ account }) => takenValues.has(account[column]))) {
      const error = new AccountFieldsError([fieldProblem(name, TAKEN)]);
      const problems = problemsIn(user.candidate.user.line, error);
      taken.set(user, [...(taken.get(user) ?? []), ...problems]);
    }
  }
  return taken;
};
