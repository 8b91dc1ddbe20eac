import type { Core } from '@strapi/types';

import { DAY_MS } from '../../../shared/durations';
import { getConfig } from '../config/get';
import { truncateIp } from '../enrich';

/** The IP address that an event of the past gets: the job that truncates them does not go back to old events. */
export const storedIp = (strapi: Core.Strapi, ip: string | null, date: Date): string | null => {
  const { truncateIpAfterDays: days } = getConfig(strapi).retention;
  const isOld = days !== null && date.getTime() < Date.now() - days * DAY_MS;
  return ip !== null && isOld ? truncateIp(ip) : ip;
};
