import type { Core } from '@strapi/types';

/** A write by code of the site. `id` is the documentId of a user, `data` contains the field. */
export interface CodeCase {
  what: string;
  code(strapi: Core.Strapi, id: string, data: { app_metadata: object }): Promise<unknown>;
  /** Strapi interprets the call differently, so it has no effect. */
  harmless?: true;
}

/** For content types that the compiler does not know. */
type Documents = (
  uid: string
) => Record<'create' | 'update' | 'clone', (params: object) => Promise<unknown>>;

// Each function runs inside the server and cannot use declarations of this file.
export const CODE: CodeCase[] = [
  {
    what: 'documents().update',
    code: (strapi, id, data) =>
      (strapi.documents as unknown as Documents)('plugin::user-profile.user').update({
        documentId: id,
        data,
      }),
  },
  {
    what: 'documents().create',
    code: (strapi, _id, data) =>
      (strapi.documents as unknown as Documents)('plugin::user-profile.user').create({
        data: { user_id: `made|${Math.random()}`, ...data },
      }),
  },
  {
    what: 'documents().clone with other data',
    code: (strapi, id, data) =>
      (strapi.documents as unknown as Documents)('plugin::user-profile.user').clone({
        documentId: id,
        data: { user_id: `made|${Math.random()}`, ...data },
      }),
  },
  {
    what: 'documents().clone, which copies the field',
    code: (strapi, id) =>
      (strapi.documents as unknown as Documents)('plugin::user-profile.user').clone({
        documentId: id,
        data: { user_id: `made|${Math.random()}` },
      }),
  },
  {
    what: 'documents().update in a transaction',
    code: (strapi, id, data) =>
      strapi.db.transaction(() =>
        (strapi.documents as unknown as Documents)('plugin::user-profile.user').update({
          documentId: id,
          data,
        })
      ),
  },
  {
    what: 'documents().update by a middleware that comes later',
    code: async (strapi, id, data) => {
      let wanted = true;
      strapi.documents.use((context, next) => {
        if (wanted && context.uid === 'plugin::user-profile.user' && 'data' in context.params) {
          Object.assign(context.params.data as object, data);
        }
        return next();
      });
      try {
        await (strapi.documents as unknown as Documents)('plugin::user-profile.user').update({
          documentId: id,
          data: { nickname: 'x' },
        });
      } finally {
        wanted = false;
      }
    },
  },
  {
    what: 'entityService.update',
    code: async (strapi, id, data) => {
      const uid = 'plugin::user-profile.user';
      const { id: rowId } = await strapi.db.query(uid).findOne({ where: { documentId: id } });
      return strapi.entityService?.update(uid, rowId, { data: data as object });
    },
  },
  {
    what: 'entityService.create',
    code: async (strapi, _id, data) =>
      strapi.entityService?.create('plugin::user-profile.user', {
        data: { user_id: `made|${Math.random()}`, ...data },
      }),
  },
  {
    what: 'db.query().update',
    code: (strapi, id, data) =>
      strapi.db.query('plugin::user-profile.user').update({ where: { documentId: id }, data }),
  },
  {
    what: 'db.query().update with null',
    code: (strapi, id) =>
      strapi.db
        .query('plugin::user-profile.user')
        .update({ where: { documentId: id }, data: { app_metadata: null } }),
  },
  {
    what: 'db.query().updateMany',
    code: (strapi, id, data) =>
      strapi.db.query('plugin::user-profile.user').updateMany({ where: { documentId: id }, data }),
  },
  {
    what: 'db.query().create',
    code: (strapi, _id, data) =>
      strapi.db
        .query('plugin::user-profile.user')
        .create({ data: { user_id: `made|${Math.random()}`, ...data } }),
  },
  {
    what: 'db.query().createMany, in one of many',
    code: (strapi, _id, data) =>
      strapi.db.query('plugin::user-profile.user').createMany({
        data: [{ user_id: `made|${Math.random()}` }, { user_id: `made|${Math.random()}`, ...data }],
      }),
  },
  {
    what: 'strapi.query().update',
    code: async (strapi, id, data) =>
      strapi.query('plugin::user-profile.user').update({ where: { documentId: id }, data }),
  },
  {
    what: 'entityManager.update',
    code: (strapi, id, data) =>
      strapi.db.entityManager.update('plugin::user-profile.user', {
        where: { documentId: id },
        data,
      }),
  },
  {
    what: 'data that inherits the field',
    code: (strapi, id, data) =>
      strapi.db
        .query('plugin::user-profile.user')
        .updateMany({ where: { documentId: id }, data: Object.create(data) }),
  },
  {
    what: 'data that has a getter for it',
    code: (strapi, id, data) =>
      strapi.db.query('plugin::user-profile.user').updateMany({
        where: { documentId: id },
        data: Object.defineProperty({}, 'app_metadata', { get: () => data.app_metadata }),
      }),
  },
  {
    what: 'data that hides it from those who look',
    code: (strapi, id, data) =>
      strapi.db.query('plugin::user-profile.user').updateMany({
        where: { documentId: id },
        data: new Proxy(data, { has: () => false, ownKeys: () => [] }),
      }),
  },
  {
    what: 'a lifecycle of the site that adds it',
    code: async (strapi, id, data) => {
      const end = strapi.db.lifecycles.subscribe({
        models: ['plugin::user-profile.user'],
        beforeUpdate(event) {
          Object.assign(event.params.data, data);
        },
      });
      try {
        await strapi.db
          .query('plugin::user-profile.user')
          .update({ where: { documentId: id }, data: { nickname: 'x' } });
      } finally {
        end();
      }
    },
  },
  {
    what: 'an article with the user in it',
    code: (strapi, id, data) =>
      strapi.documents('api::article.article').create({
        data: { title: 'x', author: { documentId: id, ...data } },
      } as never),
    harmless: true,
  },
  {
    what: 'an article of a user that is made with it',
    code: (strapi, _id, data) =>
      strapi.db
        .query('api::article.article')
        .create({ data: { title: 'x', author: { user_id: 'x|1', ...data } } })
        .catch(() => null),
    harmless: true,
  },
];
