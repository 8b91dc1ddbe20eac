import type { z } from '@strapi/utils';

import { coded, problem, validationError } from '../utils/errors';

/** Ids are 32-bit integers: PostgreSQL rejects a comparison with a larger number. */
export const MAX_ID = 2_147_483_647;

export interface CursorField {
  path: string[];
  /** The name of the cursor in the response. */
  source: string;
}

const CURSOR: CursorField = { path: ['pagination', 'cursor'], source: 'nextCursor' };

const reject = ({ path, source }: CursorField = CURSOR): never => {
  throw validationError([problem(path, coded('cursor_invalid', { name: path.join('.'), source }))]);
};

/** Encodes a position in a list as an opaque text. */
export const createCursor = <Position>(position: z.ZodType<Position>) => ({
  encode: (value: Position): string => Buffer.from(JSON.stringify(value)).toString('base64url'),

  /** @throws ValidationError if the text does not come from `encode` */
  decode(text: string, field?: CursorField): Position {
    try {
      return position.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    } catch {
      return reject(field);
    }
  },

  /**
   * Rejects a cursor that no response can have contained.
   * @throws ValidationError
   */
  reject,
});
