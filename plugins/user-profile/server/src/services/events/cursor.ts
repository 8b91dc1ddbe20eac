import { z } from '@strapi/utils';
import { problem, validationError } from '../../utils/errors';

/** Where a page of events ended: lists are ordered by date and then id, newest first. */
const position = z.tuple([z.iso.datetime(), z.number().int().positive()]);

export type Cursor = z.output<typeof position>;

export const encodeCursor = (date: string, id: number): string =>
  Buffer.from(JSON.stringify([date, id])).toString('base64url');

/** @throws ValidationError where the text is not one that `encodeCursor` made */
export const decodeCursor = (text: string): Cursor => {
  try {
    return position.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    const message = 'pagination.cursor must be the nextCursor of an earlier answer';
    throw validationError([problem(['pagination', 'cursor'], message)]);
  }
};
