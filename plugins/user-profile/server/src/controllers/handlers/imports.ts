import { rm } from 'node:fs/promises';

import { z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import {
  importErrorsQuery,
  importOptions,
  runImportBody,
  uploadImportData,
  uploadImportQuery,
  type DeleteImport,
  type FindImport,
  type FindImports,
  type ImportOptions,
  type RunImport,
  type UploadImport,
  type UserImport,
} from '../../../../shared/contracts/imports';
import { getConfig } from '../../config/get';
import { actingAs, actorOf } from '../../request/actor';
import { problem, validationError } from '../../utils/errors';
import { missingPermissions } from '../../utils/missing-permissions';
import { getService, type Context } from '../../utils/service';
import { check, emptyBody, validate } from '../../utils/validate';
import { sendFile } from './send-file';
import type { Permission } from './shown';

/** What koa-body makes of a file in a multipart body. */
interface UploadedFile {
  filepath: string;
  size: number;
  originalFilename?: string | null;
}

interface Multipart {
  body?: Record<string, unknown>;
  files?: Record<string, UploadedFile | UploadedFile[]>;
}

/** The options of an import, and whether it starts at once. */
type Request = Partial<ImportOptions> & { run: boolean };

const SEND_A_FILE =
  'Send the file as multipart/form-data in the field "file", or as the body with the Content-Type application/octet-stream.';

const invalid = (path: string[], message: string): Error =>
  validationError([problem(path, message)]);

const filesOf = (ctx: KoaContext): UploadedFile[] =>
  Object.values((ctx.request as Multipart).files ?? {}).flat();

/** Strapi's body parser stores files under other names too. None of them may stay. */
const removeFiles = (ctx: KoaContext): Promise<unknown> =>
  Promise.all(filesOf(ctx).map(({ filepath }) => rm(filepath, { force: true })));

const parseJson = (text: unknown): unknown => {
  if (typeof text !== 'string') {
    throw invalid(['data'], 'data: must be JSON');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(['data'], 'data: must be JSON');
  }
};

/** @throws ValidationError that names all options, if there are any */
const rejectOptions = (names: string[], message: string, at: string[] = []): void => {
  if (names.length > 0) {
    throw validationError(
      names.map((name) => problem([...at, name], `${[...at, name].join('.')}: ${message}`))
    );
  }
};

/**
 * Options are not stored with the file.
 * @throws ValidationError for those that nothing would use
 */
const requireRunFor = (given: object, run: boolean, at: string[] = []): void => {
  const names = Object.keys(given).filter((name) => name !== 'run' && name !== 'file_name');
  rejectOptions(
    run ? [] : names,
    'has no effect without "run". Set "run" to true, or send it to POST /imports/:importId/run.',
    at
  );
};

const inQuery = (ctx: KoaContext): Request & { file_name?: string } => {
  const { run, dry_run: dryRun, ...options } = validate(uploadImportQuery, ctx.query);
  requireRunFor(ctx.query, run === 'true');
  return { ...options, run: run === 'true', ...(dryRun && { dry_run: dryRun === 'true' }) };
};

/** @throws ValidationError unless there is one file in `file`, and nothing beside it but `data` */
const inMultipart = (ctx: KoaContext): { file: UploadedFile; options: Request } => {
  const { body = {}, files = {} } = ctx.request as Multipart;
  validate(z.strictObject({ file: z.unknown() }), files);
  const { file } = files;
  if (!file || Array.isArray(file)) {
    throw invalid(['file'], 'file: must be one file');
  }
  const { data } = validate(z.strictObject({ data: z.unknown().optional() }), body);
  const unread = Object.keys(ctx.query).filter(
    (name) => data !== undefined || name === 'file_name'
  );
  rejectOptions(
    unread,
    'must not be in the query: "file" has the name of the file, and "data", if it is sent, all options.'
  );
  if (data === undefined) {
    return { file, options: inQuery(ctx) };
  }
  const given = parseJson(data);
  const options = validate(uploadImportData, given, ['data']);
  requireRunFor(Object(given), options.run, ['data']);
  return { file, options };
};

const isMultipart = (ctx: KoaContext): boolean => Boolean(ctx.is('multipart'));

/** A body that Strapi's parser has read, and limited, would be small files only. */
const requireStream = (ctx: KoaContext): void => {
  if (ctx.req.readableEnded || ctx.is('json', 'urlencoded', 'text/*')) {
    const { problems } = check(emptyBody, ctx.request.body);
    // Names unknown keys, as every route does.
    const unknown = ctx.is('json') ? problems.filter(({ path }) => path.length > 0) : [];
    throw validationError([problem([], SEND_A_FILE), ...unknown]);
  }
};

/** Permission checks, which differ between the admin API and the content API. */
interface Permissions {
  /** Whether the caller may see users, so also those in files of others. */
  mayRead: Permission;
  /** Whether the caller may start imports, and so also one with its upload. */
  mayRun: Permission;
  /** The name of the permission to start imports. */
  run: string;
  mayUpdate: Permission;
  /** The name of the permission to update users. */
  update: string;
  /** Whether the caller may mark email addresses as verified. */
  maySetCredentials: Permission;
}

/** Created for each API separately; see `createUserHandlers`. */
export const createImportHandlers = (
  { strapi }: Context,
  { mayRead, mayRun, run: runPermission, mayUpdate, update, maySetCredentials }: Permissions
) => {
  const imports = () => getService(strapi, 'user-import');

  /**
   * The permission to import covers new users only.
   * @throws ForbiddenError
   */
  const requireMode = async (ctx: KoaContext, { mode }: Partial<ImportOptions>): Promise<void> => {
    if (mode !== undefined && mode !== 'skip' && !(await mayUpdate(ctx))) {
      throw missingPermissions(`The mode "${mode}" changes users who exist.`, [update]);
    }
  };

  /**
   * An upload that starts the import needs what `POST /imports/:importId/run` needs.
   * @throws ForbiddenError
   */
  const requireRun = async (ctx: KoaContext, options: Request): Promise<void> => {
    if (!options.run) {
      return;
    }
    if (!(await mayRun(ctx))) {
      throw missingPermissions('The option "run" starts the import.', [runPermission]);
    }
    await requireMode(ctx, options);
  };

  const start = async (ctx: KoaContext, id: string, options: ImportOptions): Promise<UserImport> =>
    imports().start(id, options, {
      actor: actorOf(ctx),
      mayVerifyEmail: await maySetCredentials(ctx),
    });

  /** @throws before anything is stored, if the request is invalid */
  const readUpload = (
    ctx: KoaContext
  ): { store: () => Promise<UploadImport.Response>; options: Request } => {
    const actor = actorOf(ctx);
    if (isMultipart(ctx)) {
      const { file, options } = inMultipart(ctx);
      const { filepath: path, size, originalFilename: name = null } = file;
      return { store: () => imports().uploadFile({ path, size, name }, actor), options };
    }
    const { file_name: name = null, ...options } = inQuery(ctx);
    requireStream(ctx);
    return { store: () => imports().uploadStream(ctx.req, name, actor), options };
  };

  /** @throws if the options are invalid; the file is then removed, because the caller does not learn its id */
  const startAtOnce = async (
    ctx: KoaContext,
    { data, meta }: UploadImport.Response,
    { run: _run, ...options }: Request
  ): Promise<UploadImport.Response> => {
    try {
      const started = await start(ctx, data.id, validate(importOptions, options));
      return { data: started, meta };
    } catch (error) {
      await imports().remove(data.id);
      throw error;
    }
  };

  return {
    async upload(ctx: KoaContext) {
      try {
        const { store, options } = readUpload(ctx);
        await requireRun(ctx, options);
        const uploaded = await store();
        ctx.body = options.run ? await startAtOnce(ctx, uploaded, options) : uploaded;
        ctx.status = 201;
      } catch (error) {
        // The rest of the body is read, because the client would not see the response to a part of it.
        ctx.req.resume();
        throw error;
      } finally {
        await removeFiles(ctx);
      }
    },

    async run(ctx: KoaContext) {
      const { data: options } = validate(runImportBody, ctx.request.body);
      await requireMode(ctx, options);
      const data = await start(ctx, ctx.params.importId, options);
      ctx.body = { data } satisfies RunImport.Response;
      ctx.status = 202;
    },

    async find(ctx: KoaContext) {
      const { maxBytes } = getConfig(strapi).imports;
      ctx.body = {
        data: await imports().findAll(),
        meta: { max_bytes: maxBytes },
      } satisfies FindImports.Response;
    },

    async findOne(ctx: KoaContext) {
      const reader = { actor: actorOf(ctx), mayRead: await mayRead(ctx) };
      ctx.body = (await imports().find(ctx.params.importId, reader)) satisfies FindImport.Response;
    },

    async cancel(ctx: KoaContext) {
      const data = await imports().cancel(ctx.params.importId);
      ctx.body = { data } satisfies RunImport.Response;
    },

    async delete(ctx: KoaContext) {
      const { importId: id } = ctx.params;
      await actingAs(actorOf(ctx), () => imports().remove(id));
      ctx.body = { data: { id } } satisfies DeleteImport.Response;
    },
  };
};

export const createImportErrorHandlers = ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const { format } = validate(importErrorsQuery, ctx.query);
    sendFile(ctx, await getService(strapi, 'user-import').errors(ctx.params.importId, format));
  },
});
