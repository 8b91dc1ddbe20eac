import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { AccountFieldFilters } from '../../../../shared/contracts/account-fields';
import { getConfig } from '../../config/get';
import { query, tableName } from '../../runtime/database/rows';
import { coded, locatedProblem, validationError, type CodedText } from '../../utils/errors';
import { textOfIssue } from '../../utils/validate';
import { FIELD_VALUES } from '../accounts/account-field-values';
import { ownFields } from '../accounts/own-fields';
import { accountColumn } from '../accounts/prepare-account-fields';
import { matchExactly } from './sql';

type Value = string | number | boolean;

const COMPARISONS = { $gte: '>=', $lte: '<=', $gt: '>', $lt: '<' } as const;

const NUMBERS = ['integer', 'float', 'decimal'];
const MOMENTS = ['datetime', 'timestamp'];
const TEXTS = ['string', 'email', 'uid', 'enumeration'];

/** Values of a query string are text. */
const typed = (type: string, value: Value): unknown => {
  if (type === 'boolean') {
    return value === 'true' || value === 'false' ? value === 'true' : value;
  }
  return NUMBERS.includes(type) && typeof value === 'string' && value.trim() !== ''
    ? Number(value)
    : value;
};

/** @throws ValidationError (400) for fields that are not configured, and values of another type */
const createParser = (strapi: Core.Strapi, name: string) => {
  const invalidFilter = (text: CodedText | string, ...rest: string[]) =>
    validationError([locatedProblem(['filters', 'account_fields', name, ...rest], text)]);
  const field = getConfig(strapi).accountFields.filters.includes(name)
    ? ownFields(strapi).find((each) => each.name === name)
    : undefined;
  if (!field || field.type === null) {
    throw invalidFilter(coded('field_not_filterable'));
  }
  const { type } = field;
  return {
    field,
    type,
    parse: (operator: string, value: Value): Knex.RawBinding => {
      const given = typed(type, value);
      const { success, data, error } = FIELD_VALUES[type].safeParse(given);
      if (!success) {
        throw invalidFilter(textOfIssue(error.issues[0], given), operator);
      }
      return MOMENTS.includes(type) ? new Date(String(data)) : (data as Knex.RawBinding);
    },
  };
};

const restrictField = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  name: string,
  filter: AccountFieldFilters[string],
  isWalked: boolean
): void => {
  const { type, parse } = createParser(strapi, name);
  // SQLite would read the index of a common value for each user of the order: see `selectUsers`. A big integer is
  // compared as text, which needs the affinity of the plain column.
  const isHinted = isWalked && strapi.db.dialect.client === 'sqlite' && type !== 'biginteger';
  const column = `${tableName(strapi, STRAPI_UIDS.account)}.${accountColumn(strapi, name)}`;
  const operand = isHinted ? '+??' : '??';
  const { $eq, $in, $null, ...ranges } = filter;
  for (const [operator, values] of Object.entries({ $eq: $eq === undefined ? $eq : [$eq], $in })) {
    if (values === undefined) {
      continue;
    }
    const parsed = values.map((value) => parse(operator, value));
    if (TEXTS.includes(type) && !isHinted) {
      matchExactly(strapi, rows, column, parsed.map(String));
    } else {
      const list = parsed.map(() => '?').join(', ');
      rows.whereRaw(`${operand} in (${list})`, [column, ...parsed]);
    }
  }
  for (const [operator, comparison] of Object.entries(COMPARISONS)) {
    const value = ranges[operator as keyof typeof COMPARISONS];
    if (value !== undefined) {
      rows.whereRaw(`${operand} ${comparison} ?`, [column, parse(operator, value)]);
    }
  }
  if ($null !== undefined) {
    rows.whereRaw(`${operand} is ${$null ? '' : 'not '}null`, [column]);
  }
};

/**
 * The primary identities whose accounts match. A user has one at most.
 *
 * @param isWalked whether each user of an order is checked, instead of finding the users by the fields
 * @throws ValidationError (400) for fields that are not configured, and values of another type
 */
export const primaryIdentitiesWith = (
  strapi: Core.Strapi,
  filters: AccountFieldFilters,
  isWalked = false
): Knex.QueryBuilder => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const rows = query(strapi, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .where(`${identities}.is_primary`, true);
  for (const [name, filter] of Object.entries(filters)) {
    restrictField(strapi, rows, name, filter, isWalked);
  }
  return rows;
};
