import { errors } from '@strapi/utils';

import type { CodedText } from '../../../utils/errors';

/** The file as a whole cannot be read, from some point on. */
export class ImportFileError extends errors.ApplicationError {
  constructor({ message, ...details }: CodedText) {
    super(message, details);
  }
}
