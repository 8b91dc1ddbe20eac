import { errors } from '@strapi/utils';

/** The file as a whole cannot be read, from some point on. */
export class ImportFileError extends errors.ApplicationError {}
