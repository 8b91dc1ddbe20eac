import { z } from '@strapi/utils';

import { createCursor, MAX_ID } from '../runtime/cursor';

const id = z.number().int().min(0).max(MAX_ID);

/** Where a page of a user's history ended: it is ordered by date and then id, newest first. */
export const historyCursor = createCursor(z.tuple([z.iso.datetime(), id]));

/** Where a follower of the whole log has come to: it is ordered by id, oldest first. */
export const logCursor = createCursor(z.tuple([z.literal('log'), id]));
