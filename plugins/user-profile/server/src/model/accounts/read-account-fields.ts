import type { Core } from '@strapi/types';
import { contentTypes, sanitize, traverseEntity } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { AskedAccountFields } from '../../../../shared/contracts/account-fields';
import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { problem, validationError } from '../../utils/errors';
import { isRelated, readableFields, type OwnField } from './own-fields';
import { findRelatedEntries, type EntryColumns } from './related-entries';

/** Whether the caller may see the name of entries of a type. It is a column of that type. */
export type MayReadEntries = (uid: string, attribute: string) => boolean;

type Entity = Record<string, unknown> & { id: number; documentId: string };

const FILE_COLUMNS: EntryColumns = { name: 'name', mime: 'mime', url: 'url' };

/** @throws ValidationError (400) for names that are not readable attributes of the site */
export const fieldsAsked = (
  strapi: Core.Strapi,
  asked: Exclude<AskedAccountFields, undefined>
): OwnField[] => {
  const fields = readableFields(strapi);
  if (asked === true) {
    return fields;
  }
  const unknown = asked.filter((name) => fields.every((field) => field.name !== name));
  if (unknown.length > 0) {
    throw validationError(
      unknown.map((name) =>
        problem(['account_fields'], `account_fields: "${name}" is not a field that can be read`)
      )
    );
  }
  return fields.filter(({ name }) => asked.includes(name));
};

interface ContentManagerTypes {
  findConfiguration(model: { uid: string }): Promise<{ settings?: { mainField?: string } }>;
}

/** The attribute that names the entries of a type in the Content Manager, if it may be shown. */
const labelColumns = async (
  strapi: Core.Strapi,
  uid: string,
  mayRead: MayReadEntries
): Promise<EntryColumns> => {
  const types: ContentManagerTypes = strapi.plugin('content-manager').service('content-types');
  const model = strapi.contentType(uid as never);
  const { settings } = await types.findConfiguration({ uid });
  const label = settings?.mainField ?? 'id';
  const isShown = !contentTypes.isPrivateAttribute(model, label) && mayRead(uid, label);
  return isShown ? { label } : {};
};

const columnsOf = async (
  strapi: Core.Strapi,
  { attribute }: OwnField,
  mayRead: MayReadEntries | undefined
): Promise<EntryColumns> => {
  if (attribute.type === 'media') {
    return FILE_COLUMNS;
  }
  return mayRead && attribute.target ? labelColumns(strapi, attribute.target, mayRead) : {};
};

/** Components may also have private attributes and passwords. */
const withoutSecrets = async (strapi: Core.Strapi, entity: Entity): Promise<Entity> => {
  const { removePassword, removePrivate } = sanitize.visitors;
  const options = {
    schema: strapi.contentType(STRAPI_UIDS.account),
    getModel: (uid: string) => strapi.getModel(uid as never),
  };
  type Visitor = typeof removePassword;
  const traverse = traverseEntity as unknown as (
    visitor: Visitor,
    options: object,
    entity: Entity
  ) => Promise<Entity>;
  return traverse(removePrivate, options, await traverse(removePassword, options, entity));
};

const jsonOf = (value: unknown): JsonValue =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value)) as JsonValue);

/** PostgreSQL and MySQL leave the milliseconds of a time off if they are 0. */
const valueOf = ({ type }: OwnField, value: unknown): JsonValue =>
  type === 'time' && typeof value === 'string' && value.length === 'hh:mm:ss'.length
    ? `${value}.000`
    : jsonOf(value);

/**
 * The site's own attributes of accounts, by the `documentId` of the account. The number of statements depends
 * on the attributes, not on the number of accounts.
 *
 * @param mayRead names the entries of relations; omitted to leave the names out
 * @throws ValidationError (400) for unknown names in `asked`
 */
export const readAccountFields = async (
  strapi: Core.Strapi,
  documentIds: string[],
  asked: Exclude<AskedAccountFields, undefined>,
  mayRead?: MayReadEntries
): Promise<Map<string, JsonObject>> => {
  const fields = fieldsAsked(strapi, asked);
  const related = fields.filter(isRelated);
  const plain = fields.filter((field) => !isRelated(field));
  const entities: Entity[] = await strapi.db.query(STRAPI_UIDS.account).findMany({
    select: [
      'id',
      'documentId',
      ...plain.filter(({ type }) => type !== null).map(({ name }) => name),
    ],
    populate: plain.filter(({ type }) => type === null).map(({ name }) => name),
    where: { documentId: { $in: documentIds } },
  });
  const values = new Map<number, JsonObject>();
  for (const entity of entities) {
    const cleaned = await withoutSecrets(strapi, entity);
    const own = plain.map((field) => [field.name, valueOf(field, cleaned[field.name])]);
    values.set(entity.id, Object.fromEntries(own));
  }
  const ids = entities.map(({ id }) => id);
  for (const field of related) {
    const found = await findRelatedEntries(
      strapi,
      field.name,
      ids,
      await columnsOf(strapi, field, mayRead)
    );
    for (const [id, row] of values) {
      row[field.name] = jsonOf(found.get(id) ?? { count: 0, entries: [] });
    }
  }
  return new Map(entities.map(({ id, documentId }) => [documentId, values.get(id) ?? {}]));
};
