import type { Core } from '@strapi/types';
import { contentTypes } from '@strapi/utils';
import type { Knex } from 'knex';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { MAX_RELATED, type RelatedEntries } from '../../../../shared/contracts/account-fields';
import { asText, columnOf, query, tableName, type Row } from '../../runtime/database/rows';

interface Column {
  name: string;
}

/** The part of the metadata of a relation that is used here (@strapi/database 5.54.0, metadata/relations.js). */
interface RelationMetadata {
  target: string;
  morphBy?: string;
  joinColumn?: Column & { referencedColumn: string };
  joinTable?: {
    name: string;
    joinColumn: Column;
    inverseJoinColumn?: Column;
    morphColumn?: { idColumn: Column; typeColumn: Column };
  };
}

/** Which columns of an entry are read besides its `documentId`, by the name in the response. */
export type EntryColumns = Record<string, string>;

const OWNERS = 'owners';

/** Joins the entries of a relation with their accounts. */
interface Links {
  rows: Knex.QueryBuilder;
  /** The column with the id of the account. */
  owner: string;
}

const attributesOf = (strapi: Core.Strapi, uid: string) =>
  strapi.db.metadata.get(uid).attributes as unknown as Record<string, RelationMetadata>;

/** Null for a relation in a form that is not known. */
const linksOf = (strapi: Core.Strapi, name: string, accountIds: number[]): Links | null => {
  const { target, morphBy, joinColumn, joinTable } = attributesOf(strapi, STRAPI_UIDS.account)[
    name
  ];
  const entries = tableName(strapi, target);
  const rows = query(strapi, target);
  const join = (links: string, owner: string, entry: string): Links => ({
    rows: rows
      .join(links, `${links}.${entry}`, `${entries}.id`)
      .whereIn(`${links}.${owner}`, accountIds),
    owner: `${links}.${owner}`,
  });
  if (morphBy) {
    const inverse = attributesOf(strapi, target)[morphBy].joinTable;
    if (!inverse?.morphColumn) {
      return null;
    }
    const { idColumn, typeColumn } = inverse.morphColumn;
    const links = join(inverse.name, idColumn.name, inverse.joinColumn.name);
    links.rows.where({
      [`${inverse.name}.${typeColumn.name}`]: STRAPI_UIDS.account,
      [`${inverse.name}.field`]: name,
    });
    return links;
  }
  if (joinTable?.inverseJoinColumn) {
    return join(joinTable.name, joinTable.joinColumn.name, joinTable.inverseJoinColumn.name);
  }
  if (!joinColumn) {
    return null;
  }
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  return {
    rows: rows
      .join(
        // An alias as an object would become a table name with a schema in front.
        `${accounts} as ${OWNERS}`,
        `${OWNERS}.${joinColumn.name}`,
        `${entries}.${joinColumn.referencedColumn}`
      )
      .whereIn(`${OWNERS}.id`, accountIds),
    owner: `${OWNERS}.id`,
  };
};

/** An account refers to both versions of a document with drafts. */
const countOnce = (strapi: Core.Strapi, { rows }: Links, target: string): Knex.QueryBuilder =>
  contentTypes.hasDraftAndPublish(strapi.contentType(target as never))
    ? rows.whereNull(`${tableName(strapi, target)}.published_at`)
    : rows;

/** Numbers the entries of each account in the database, so those beyond the first ones are not sent. */
const numbered = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  owner: string,
  id: string
): Knex.QueryBuilder =>
  strapi.db.connection
    .from(
      rows.rowNumber('position', (order) => order.partitionBy(owner).orderBy(id)).as('numbered')
    )
    .where('position', '<=', MAX_RELATED)
    .orderBy('position');

/**
 * The numbers of entries that accounts refer to by a relation or media, and the first entries: two statements,
 * whatever the number of accounts and entries.
 *
 * @param columns to read of each entry
 */
export const findRelatedEntries = async (
  strapi: Core.Strapi,
  name: string,
  accountIds: number[],
  columns: EntryColumns
): Promise<Map<number, RelatedEntries>> => {
  const { target } = attributesOf(strapi, STRAPI_UIDS.account)[name];
  const entries = tableName(strapi, target);
  const counted = linksOf(strapi, name, accountIds);
  const listed = linksOf(strapi, name, accountIds);
  if (!counted || !listed || accountIds.length === 0) {
    return new Map();
  }
  const { owner } = counted;
  const counts: Row[] = await countOnce(strapi, counted, target)
    .groupBy(owner)
    .select(`${owner} as owner`)
    .count({ total: '*' });
  const selected = Object.entries(columns)
    .map(([as, attribute]) => [as, columnOf(strapi, target, attribute)])
    .filter(([, column]) => column !== undefined)
    .map(([as, column]) => `${entries}.${column} as entry_${as}`);
  const rows = countOnce(strapi, listed, target).select(
    `${owner} as owner`,
    `${entries}.document_id as document_id`,
    ...selected
  );
  const id = `${entries}.id`;
  const found: Row[] =
    accountIds.length === 1
      ? await rows.orderBy(id).limit(MAX_RELATED)
      : await numbered(strapi, rows, owner, id);
  const byAccount = new Map<number, RelatedEntries>(
    counts.map((row) => [Number(row.owner), { count: Number(row.total), entries: [] }])
  );
  for (const row of found) {
    const values = Object.keys(columns)
      .map((as) => [as, row[`entry_${as}`]])
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([as, value]) => [as, String(value)]);
    byAccount
      .get(Number(row.owner))
      ?.entries.push({ documentId: asText(row.document_id) ?? '', ...Object.fromEntries(values) });
  }
  return byAccount;
};
