import type { z } from '@strapi/utils';

import { problem, validationError } from '../utils/errors';

/** Ids are 32-bit integers: PostgreSQL rejects a comparison with a larger number. */
export const MAX_ID = 2_147_483_647;

const refuse = (): never => {
  const message = 'pagination.cursor must be the nextCursor of an earlier response';
  throw validationError([problem(['pagination', 'cursor'], message)]);
};

/** Encodes a position in a list as an opaque text. */
export const createCursor = <Position>(position: z.ZodType<Position>) => ({
  encode: (value: Position): string => Buffer.from(JSON.stringify(value)).toString('base64url'),

  /** @throws ValidationError if the text does not come from `encode` */
  decode(text: string): Position {
    try {
      return position.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    } catch {
      return refuse();
    }
  },

  /** Rejects a cursor that no response can have contained. @throws ValidationError */
  refuse,
});
