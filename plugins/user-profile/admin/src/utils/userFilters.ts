import type { AccountField } from '../../../shared/contracts/account-fields';
import type { FindUsers } from '../../../shared/contracts/users';
import { isStorable } from '../../../shared/storable-text';
import {
  type FieldFilters,
  parseFieldFilters,
  toApiFieldFilters,
  toUrlFieldFilters,
} from './fieldFilters';
import { type DayRange, days, flag, instants, record } from './urlValues';

export interface CountRange {
  from?: number;
  to?: number;
}

/** The filters of the list, as the form holds them. */
export interface UserFilters {
  connection: string[];
  strategy: string[];
  /** The `documentId` of each role. */
  role: string[];
  blocked?: boolean;
  /** Too many failed logins, from at least one IP address. */
  login_blocked?: boolean;
  email_verified?: boolean;
  erasure_requested?: boolean;
  account_missing?: boolean;
  invited?: boolean;
  last_login: DayRange & { never?: boolean };
  logins_count: CountRange;
  created_at: DayRange;
  /** By the name of the field. */
  account_fields: FieldFilters;
}

const FIELD_PREFIX = 'account_fields.';

export type ProfileFilterName = Exclude<keyof UserFilters, 'account_fields'>;

export type FilterName = ProfileFilterName | `${typeof FIELD_PREFIX}${string}`;

/** The account field that a filter is about; undefined for the other filters. */
export const fieldOfFilter = (name: FilterName): string | undefined =>
  name.startsWith(FIELD_PREFIX) ? name.slice(FIELD_PREFIX.length) : undefined;

export const NO_FILTERS: UserFilters = {
  connection: [],
  strategy: [],
  role: [],
  last_login: {},
  logins_count: {},
  created_at: {},
  account_fields: {},
};

type ApiFilters = NonNullable<FindUsers.Request['query']['filters']>;

const MAX_NAMES = 50;
/** The API accepts no higher number of logins. */
export const MAX_COUNT = 2_147_483_647;

const MAX_NAME = 128;
const MAX_ROLE = 255;

/** Whether the API accepts the text as the name of something. */
const isName = (text: string, max: number): boolean =>
  text.trim() !== '' && text.trim().length <= max && !/\p{Cc}/u.test(text) && isStorable(text);

/** `qs` parses a short list as an array, and a longer one as an object. */
const names = (value: unknown, max = MAX_NAME): string[] =>
  [...new Set(Object.values(record(record(value).$in)))]
    .filter((name): name is string => typeof name === 'string' && isName(name, max))
    .slice(0, MAX_NAMES);

const count = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : NaN;

  return Number.isInteger(number) && number >= 0 && number <= MAX_COUNT ? number : undefined;
};

/**
 * Reads the filters of the URL. Invalid ones are left out, so no link leads to an error.
 *
 * @param fields the account fields of the site
 */
export const parseFilters = (value: unknown, fields: readonly AccountField[] = []): UserFilters => {
  const filters = record(value);
  const login = record(filters.last_login);
  const logins = record(filters.logins_count);

  return {
    connection: names(filters.connection),
    strategy: names(filters.strategy),
    role: names(record(filters.role).documentId, MAX_ROLE),
    blocked: flag(record(filters.blocked).$eq),
    login_blocked: flag(record(filters.login_blocked).$eq),
    email_verified: flag(record(filters.email_verified).$eq),
    erasure_requested: flag(record(filters.erasure_requested).$eq),
    account_missing: flag(record(filters.account_missing).$eq),
    invited: flag(record(filters.invited).$eq),
    last_login: flag(login.$null) === true ? { never: true } : days(login),
    logins_count: { from: count(logins.$gte), to: count(logins.$lte) },
    created_at: days(filters.created_at),
    account_fields: parseFieldFilters(filters.account_fields, fields),
  };
};

const oneOf = (list: string[]) => (list.length > 0 ? { $in: list } : undefined);

const equalTo = (value: boolean | undefined) => (value === undefined ? undefined : { $eq: value });

/** The filters for the panel's URL: Strapi's notation, with calendar days instead of instants. */
export const toUrlFilters = (filters: UserFilters) => ({
  connection: oneOf(filters.connection),
  strategy: oneOf(filters.strategy),
  role: { documentId: oneOf(filters.role) },
  blocked: equalTo(filters.blocked),
  login_blocked: equalTo(filters.login_blocked),
  email_verified: equalTo(filters.email_verified),
  erasure_requested: equalTo(filters.erasure_requested),
  account_missing: equalTo(filters.account_missing),
  invited: equalTo(filters.invited),
  last_login: filters.last_login.never
    ? { $null: true }
    : { $gte: filters.last_login.from, $lte: filters.last_login.to },
  logins_count: { $gte: filters.logins_count.from, $lte: filters.logins_count.to },
  created_at: { $gte: filters.created_at.from, $lte: filters.created_at.to },
  account_fields: toUrlFieldFilters(filters.account_fields),
});

/** Leaves out undefined operators, and then filters without an operator. */
const definedIn = <TFilters extends Record<string, object | undefined>>(
  filters: TFilters
): Partial<TFilters> =>
  Object.fromEntries(
    Object.entries(filters)
      .map(([name, operators = {}]): [string, object] => [
        name,
        Object.fromEntries(Object.entries(operators).filter(([, value]) => value !== undefined)),
      ])
      .filter(([, operators]) => Object.keys(operators).length > 0)
  ) as Partial<TFilters>;

/** The filters for the API, which compares instants. */
export const toApiFilters = (filters: UserFilters): ApiFilters =>
  definedIn({
    ...toUrlFilters(filters),
    last_login: filters.last_login.never ? { $null: true } : instants(filters.last_login),
    created_at: instants(filters.created_at),
    account_fields: toApiFieldFilters(filters.account_fields),
  });

/** The names of the filters that are set. */
export const activeFilters = (filters: UserFilters): FilterName[] => {
  const { account_fields: fields = {}, ...others } = definedIn(toUrlFilters(filters));
  const fieldNames = Object.keys(fields).map((name) => `${FIELD_PREFIX}${name}` as const);

  return [...(Object.keys(others) as ProfileFilterName[]), ...fieldNames];
};

export const withoutFilter = (filters: UserFilters, name: FilterName): UserFilters => {
  const field = fieldOfFilter(name);

  if (field === undefined) {
    return { ...filters, [name]: NO_FILTERS[name as ProfileFilterName] };
  }

  const { [field]: _removed, ...others } = filters.account_fields;

  return { ...filters, account_fields: others };
};
