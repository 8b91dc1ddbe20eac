import type { Context as KoaContext } from 'koa';

import {
  type EndDeviceSession,
  type EndDeviceSessions,
  findDeviceSessionsQuery,
  type FindDeviceSessions,
  findDevicesQuery,
  type FindDevices,
  type UnlinkDevice,
  type UnlinkDevices,
} from '../../../../shared/contracts/devices';
import { actingAs, actorOf } from '../../request/actor';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

/** Created for each API separately; see `createUserHandlers`. */
export const createDeviceHandlers = ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const { pagination } = validate(findDevicesQuery, ctx.query);
    const { id } = await getService(strapi, 'user-reader').getRow(ctx.params.id);
    const found = await getService(strapi, 'devices').findForUser(id, pagination);
    ctx.body = found satisfies FindDevices.Response;
  },

  async unlink(ctx: KoaContext) {
    const { id, deviceId } = ctx.params;
    const data = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'device-unlinker').unlink(id, deviceId)
    );
    ctx.body = { data } satisfies UnlinkDevice.Response;
  },

  async unlinkAll(ctx: KoaContext) {
    const data = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'device-unlinker').unlinkAll(ctx.params.id)
    );
    ctx.body = { data } satisfies UnlinkDevices.Response;
  },
});

/** Created for each API separately; see `createUserHandlers`. */
export const createDeviceSessionHandlers = ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const { pagination } = validate(findDeviceSessionsQuery, ctx.query);
    const { id } = await getService(strapi, 'user-reader').getRow(ctx.params.id);
    const sessions = getService(strapi, 'device-sessions');
    const found = await sessions.find(id, ctx.params.deviceId, pagination);
    ctx.body = found satisfies FindDeviceSessions.Response;
  },

  async end(ctx: KoaContext) {
    const { id, deviceId, sessionId } = ctx.params;
    const data = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'device-sessions').end(id, deviceId, sessionId)
    );
    ctx.body = { data } satisfies EndDeviceSession.Response;
  },

  async endAll(ctx: KoaContext) {
    const { id, deviceId } = ctx.params;
    const data = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'device-sessions').endAll(id, deviceId)
    );
    ctx.body = { data } satisfies EndDeviceSessions.Response;
  },
});
