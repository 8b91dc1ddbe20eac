import type { z } from '@strapi/utils';

import { problem, validationError } from '../utils/errors';

/** Ids are 32-bit integers: PostgreSQL refuses to compare them with what is none. */
export const MAX_ID = 2_147_483_647;

const refuse = (): never => {
  const message = 'pagination.cursor must be the nextCursor of an earlier answer';
  throw validationError([problem(['pagination', 'cursor'], message)]);
};

/** Text that stands for a place in a list, and that callers hand back as it is. */
export const createCursor = <Position>(position: z.ZodType<Position>) => ({
  encode: (place: Position): string => Buffer.from(JSON.stringify(place)).toString('base64url'),

  /** @throws ValidationError where the text is not one that `encode` made */
  decode(text: string): Position {
    try {
      return position.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    } catch {
      return refuse();
    }
  },

  /** @throws ValidationError for a cursor that no answer can have had */
  refuse,
});
