import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { APP_METADATA, SYSTEM_ACTOR, UIDS } from '../../../../shared/constants';
import type { LogEvent } from '../../../../shared/contracts/events';
import type {
  exportDevicesBody,
  ExportLogRequest,
  exportUsersBody,
} from '../../../../shared/contracts/exports';
import {
  DEVICE_EXPORT_COLUMNS,
  EVENT_EXPORT_COLUMNS,
  EXPORT_COLUMNS,
  type ExportField,
  type ExportFormat,
} from '../../../../shared/export-fields';
import { getConfig } from '../../config/get';
import { type EventSelection } from '../../events/event-search';
import { withoutBlockReason } from '../../events/serializer';
import { fieldsAsked } from '../../model/accounts/read-account-fields';
import { primaryIdentitiesWith } from '../../model/users/account-field-filters';
import { actingAs, currentActor } from '../../request/actor';
import { query } from '../../runtime/database/rows';
import { exportFile, type Batches, type ExportedFile } from '../../utils/export-file';
import { getService } from '../../utils/service';
import { auth0UserOf } from './auth0-user';
import { withPasswordHashes, type ProfileWithHashes } from './password-hashes';
import { readDevices, type UserDevice } from './read-devices';
import { readUsers, type Chosen } from './read-users';

declare module '../../utils/service' {
  interface Services {
    'user-export': ReturnType<typeof createUserExport>;
  }
}

type UsersRequest = z.output<typeof exportUsersBody>['data'];
type DevicesRequest = z.output<typeof exportDevicesBody>['data'];

export interface Options {
  /** Called with the number of users, devices or events of each batch that was read. */
  onBatch?: (count: number) => void;
}

export interface UserOptions extends Options {
  /** Whether the caller may see `app_metadata`. */
  withAppMetadata?: boolean;
  /** Only for code on the server: no response contains a hash. */
  withPasswordHashes?: boolean;
}

/** A field may have the name of another column. */
const columnName = (field: string): string => `account_fields.${field}`;

const without = <Item extends object>(item: Item, name: string): Item =>
  Object.fromEntries(Object.entries(item).filter(([key]) => key !== name)) as Item;

async function* mapped<From, To>(
  batches: Batches<From>,
  map: (items: From[]) => To[] | Promise<To[]>
): AsyncGenerator<To[]> {
  for await (const batch of batches) {
    yield await map(batch);
  }
}

async function* observed<Item>(
  batches: Batches<Item>,
  { onBatch }: Options
): AsyncGenerator<Item[]> {
  for await (const batch of batches) {
    onBatch?.(batch.length);
    yield batch;
  }
}

const connectionOf = ({ identities: [primary] }: ProfileWithHashes): string | undefined =>
  primary?.connection;

const HASHES = ['password_hash', 'custom_password_hash'] as const;

/** The chosen attributes of a user, in their order, and the hashes if they were read. */
const pick = (profile: ProfileWithHashes, fields: readonly ExportField[]): object => {
  const { account_fields: own } = profile;
  const values = fields
    .map((name) => [name, name === 'connection' ? connectionOf(profile) : profile[name]] as const)
    .filter(([, value]) => value !== undefined);
  const hashes = HASHES.filter((name) => profile[name] !== undefined).map(
    (name) => [name, profile[name]] as const
  );
  return { ...Object.fromEntries([...values, ...hashes]), ...(own && { account_fields: own }) };
};

const cellsOfUser = ({ account_fields: own = {}, ...profile }: ProfileWithHashes) => ({
  ...profile,
  connection: connectionOf(profile),
  role: profile.role?.name,
  ...Object.fromEntries(Object.entries(own).map(([name, value]) => [columnName(name), value])),
});

const cellsOfDevice = ({ place, ...device }: UserDevice) => ({ ...place, ...device });

const cellsOfEvent = (event: LogEvent): Record<string, unknown> => ({
  ...event,
  ...event.location_info,
  signals: event.signals.join(' '),
});

const LOG_PAGE = 1000;

/** Writes users, devices and events to files. Memory does not grow with their number. */
export const createUserExport = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Exports are in the log: they take personal data out of the site. */
  const record = (
    data: 'users' | 'devices' | 'events',
    format: string,
    more: { password_hashes?: true } = {}
  ): Promise<void> =>
    actingAs(currentActor() ?? SYSTEM_ACTOR, () =>
      getService(strapi, 'audit').recordBulk({ operation: 'export-data', data, format, ...more })
    );

  /** An invalid filter must be found before the response begins. */
  const check = ({ filters }: Chosen): void => {
    primaryIdentitiesWith(strapi, filters.account_fields ?? {});
  };

  async function* logOf({ filters }: ExportLogRequest): AsyncGenerator<LogEvent[]> {
    const reader = getService(strapi, 'event-log-reader');
    for (let cursor: string | undefined; ;) {
      const pagination = { cursor, pageSize: LOG_PAGE };
      const { data, meta } = await reader.find({ filters, pagination });
      yield data.map(withoutBlockReason);
      if (data.length < LOG_PAGE) {
        return;
      }
      cursor = meta.pagination.nextCursor;
    }
  }

  const eventFile = (format: ExportFormat, events: Batches<LogEvent>): ExportedFile =>
    exportFile(events, {
      name: 'events',
      format,
      columns: EVENT_EXPORT_COLUMNS,
      valuesOf: cellsOfEvent,
    });

  return {
    /** @throws ValidationError (400) for an unknown account field or an invalid filter */
    async users(
      { format, fields, account_fields: asked, ...chosen }: UsersRequest,
      { withAppMetadata = true, withPasswordHashes: hashes = false, ...options }: UserOptions = {}
    ): Promise<ExportedFile> {
      const { columns } = getConfig(strapi).accountFields;
      const own = fieldsAsked(strapi, asked ?? columns).map(({ name }) => name);
      check(chosen);
      await record('users', format, hashes ? { password_hashes: true } : {});

      const users = readUsers(strapi, chosen, own.length > 0 ? own : undefined);
      const profiles = mapped(
        observed(users, options),
        async (batch): Promise<ProfileWithHashes[]> => {
          const read = hashes
            ? await withPasswordHashes(strapi, batch)
            : batch.map(({ profile }) => profile);
          return withAppMetadata ? read : read.map((profile) => without(profile, APP_METADATA));
        }
      );
      if (format === 'csv') {
        return exportFile(profiles, {
          name: 'users',
          format,
          columns: [
            ...(fields ?? EXPORT_COLUMNS),
            ...(hashes ? HASHES : []),
            ...own.map(columnName),
          ],
          valuesOf: cellsOfUser,
        });
      }
      const lines = mapped(profiles, (batch): object[] => {
        if (format === 'auth0') {
          return batch.map(auth0UserOf);
        }
        return fields ? batch.map((profile) => pick(profile, fields)) : batch;
      });
      return exportFile(lines, {
        name: format === 'auth0' ? 'users-auth0' : 'users',
        format: format === 'auth0' ? 'ndjson' : format,
      });
    },

    /** @throws ValidationError (400) for an invalid filter */
    async devices(
      { format, ...chosen }: DevicesRequest,
      options: Options = {}
    ): Promise<ExportedFile> {
      check(chosen);
      await record('devices', format);
      return exportFile(observed(readDevices(strapi, chosen), options), {
        name: 'devices',
        format,
        columns: DEVICE_EXPORT_COLUMNS,
        valuesOf: cellsOfDevice,
      });
    },

    /** The events of all users, oldest first. */
    async log(request: ExportLogRequest, options: Options = {}): Promise<ExportedFile> {
      await record('events', request.format);
      return eventFile(request.format, observed(logOf(request), options));
    },

    /** What a search in the log finds, newest first. */
    async foundEvents(format: ExportFormat, selection: EventSelection): Promise<ExportedFile> {
      await record('events', format);
      return eventFile(format, getService(strapi, 'event-search').iterate(selection));
    },

    /** How much an export of everything contains. */
    async count(data: 'user' | 'device' | 'event'): Promise<number> {
      const [{ total }] = await query(strapi, UIDS[data]).count({ total: '*' });
      return Number(total);
    },
  };
};
