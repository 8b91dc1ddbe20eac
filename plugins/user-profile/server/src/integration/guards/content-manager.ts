import type { Core, UID } from '@strapi/types';
import { traverseEntity } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { UIDS } from '../../../../shared/constants';
import { HIDDEN_ATTRIBUTES } from '../../content-types/user';

const HIDDEN: ReadonlySet<string> = new Set(HIDDEN_ATTRIBUTES);

const PERMISSIONS = 'admin::permission';
const RELATIONS = 'plugin::content-manager.relations';

interface PermissionsManager {
  sanitizeQuery(query: { sort?: unknown }, options?: object): Promise<object>;
}

interface Permissions {
  createPermissionsManager(of: object): PermissionsManager;
}

/** `author.name:desc` as `{ author: { name: 'desc' } }`. */
const asObject = (text: string): unknown => {
  const [path, order = 'asc'] = text.split(':');
  const keys = path.split(/[.[\]"'\s]+/).filter((key) => key !== '');
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), order.trim());
};

const asObjects = (sort: unknown): unknown[] => {
  if (typeof sort === 'string') {
    return sort.split(',').map(asObject);
  }
  return Array.isArray(sort) ? sort.flatMap(asObjects) : [sort];
};

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const sortAsObjects = <Query extends { sort?: unknown }>(query: Query): Query => {
  const text = JSON.stringify(query.sort) ?? '';
  return HIDDEN_ATTRIBUTES.some((name) => text.includes(name))
    ? { ...query, sort: asObjects(query.sort).filter(isObject) }
    : query;
};

/**
 * Strapi removes hidden attributes from `sort`, but keeps a text that would become empty
 * (@strapi/admin 5.54.0, services/permission/permissions-manager/sanitize.js). Objects do not have this gap.
 */
const guardSort = (strapi: Core.Strapi): void => {
  strapi.get('services').extend(PERMISSIONS, (service: Permissions) => ({
    ...service,
    createPermissionsManager(of: object): PermissionsManager {
      const manager = service.createPermissionsManager(of);
      const { sanitizeQuery } = manager;
      manager.sanitizeQuery = (query, options) => sanitizeQuery(sortAsObjects(query), options);
      return manager;
    },
  }));
};

interface Controller {
  findAvailable(this: unknown, ctx: KoaContext, next: Next): Promise<unknown>;
}

/**
 * The list of entries for a relation field contains the attributes that the query asks for, unsanitized
 * (@strapi/content-manager 5.54.0, controllers/relations.js).
 */
const guardRelations = (strapi: Core.Strapi): void => {
  const getModel = strapi.getModel.bind(strapi);

  const withoutHidden = async (target: UID.Schema, rows: unknown[]): Promise<unknown[]> => {
    const schema = getModel(target);
    const removeHidden = traverseEntity(
      ({ key, schema: { uid } }, { remove }) => {
        if (uid === UIDS.user && HIDDEN.has(key)) {
          remove(key);
        }
      },
      { schema, getModel }
    );
    return Promise.all(rows.map((row) => removeHidden(row as Parameters<typeof removeHidden>[0])));
  };

  strapi.get('controllers').extend(RELATIONS, (controller: Controller) => ({
    ...controller,
    async findAvailable(this: unknown, ctx: KoaContext, next: Next) {
      await controller.findAvailable.call(this, ctx, next);
      const { results } = (ctx.body ?? {}) as { results?: unknown };
      if (!Array.isArray(results)) {
        return;
      }
      const { model, targetField } = ctx.params;
      const { target } = getModel(model).attributes[targetField] as unknown as {
        target: UID.Schema;
      };
      ctx.body = { ...(ctx.body as object), results: await withoutHidden(target, results) };
    },
  }));
};

/**
 * Hides the attributes of users from admins who reach them through relations of the site's own content types. They
 * see the `documentId`.
 */
export const guardContentManager = (strapi: Core.Strapi): void => {
  guardSort(strapi);
  guardRelations(strapi);
};
