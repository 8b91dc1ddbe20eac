import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { FILTER_TYPES, SEARCH_TYPES } from '../../../../shared/contracts/account-fields';
import { configurationError } from '../../config/configuration-error';
import { getConfig } from '../../config/get';
import { columnOf } from '../../runtime/database/rows';
import { searchAccountColumns } from './account';
import { ownFields, readableFields, type OwnField } from './own-fields';

type Use = 'columns' | 'filters' | 'search';

const TYPES: Record<Use, readonly string[] | null> = {
  columns: null,
  filters: FILTER_TYPES,
  search: SEARCH_TYPES,
};

const problemsOf = (all: OwnField[], readable: OwnField[], use: Use, name: string): string[] => {
  const field = readable.find((each) => each.name === name);
  const types = TYPES[use];
  if (!field) {
    const known = all.find((each) => each.name === name);
    return known
      ? ['is private, a password or a relation to any type, so its values cannot be shown']
      : ['is not an attribute that the site added to the user type'];
  }
  return types && (field.type === null || !types.includes(field.type))
    ? [
        `has the type ${field.attribute.type}; the types that can be used here are ${types.join(', ')}`,
      ]
    : [];
};

/** @throws Error that lists every problem with its path; it stops the start of Strapi */
const checkConfiguredFields = (strapi: Core.Strapi): void => {
  const { accountFields } = getConfig(strapi);
  const all = ownFields(strapi);
  const readable = readableFields(strapi);
  const uses: Use[] = ['columns', 'filters', 'search'];
  const problems = uses.flatMap((use) =>
    accountFields[use].flatMap((name, index) =>
      problemsOf(all, readable, use, name).map(
        (message) => `config.accountFields.${use}.${index}: "${name}" ${message}`
      )
    )
  );
  if (problems.length > 0) {
    throw configurationError(problems);
  }
};

export const accountColumn = (strapi: Core.Strapi, attribute: string): string =>
  columnOf(strapi, STRAPI_UIDS.account, attribute) ?? attribute;

/** Adds an index for each filter to the accounts table. Strapi drops those that are not configured any more. */
const addIndexes = (strapi: Core.Strapi): void => {
  const metadata = strapi.db.metadata.get(STRAPI_UIDS.account);
  const indexes = getConfig(strapi).accountFields.filters.map((name) => {
    const column = accountColumn(strapi, name);
    // PostgreSQL cuts longer names, and Strapi would look for the whole one at the next start.
    return { name: `user_profile_field_${column}`.slice(0, 63), columns: [column] };
  });
  metadata.indexes = [...(metadata.indexes ?? []), ...indexes];
};

/**
 * Checks the configured account fields once the user type is complete, and before the database is changed: an
 * index of an attribute that the site has renamed would fail with an SQL error.
 */
export const prepareAccountFields = (strapi: Core.Strapi): void => {
  strapi.hook('strapi::content-types.beforeSync').register(async () => {
    checkConfiguredFields(strapi);
    addIndexes(strapi);
    const { search } = getConfig(strapi).accountFields;
    searchAccountColumns(search.map((name) => accountColumn(strapi, name)));
  });
};
