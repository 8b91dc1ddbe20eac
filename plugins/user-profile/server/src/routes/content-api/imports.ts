import {
  deleteImportResponse,
  findImportsResponse,
  importDetailsResponse,
  importErrorsQuery,
  importResponse,
  runImportBody,
  uploadImportQuery,
} from '../../../../shared/contracts/imports';
import { IMPORT_REPORT_FORMATS } from '../../../../shared/import-fields';
import { route } from './route';

export const imports = [
  route('GET', '/imports', 'imports.find', {
    summary: 'List the imports',
    description: 'The newest 20 first. Imports are deleted after a week, with their reports.',
    response: findImportsResponse,
  }),
  route('POST', '/imports', 'imports.upload', {
    summary: 'Upload a file of users',
    description:
      'Stores the file, recognizes its format and returns the first rows. `run=true` imports it at once, which needs the permission `imports.run` too; otherwise `POST /imports/{importId}/run` does. A multipart body may contain all options as JSON in `data`, instead of the query.',
    query: uploadImportQuery,
    upload: true,
    response: importDetailsResponse,
    status: 201,
    errors: [409, 413],
  }),
  route('GET', '/imports/:importId', 'imports.findOne', {
    summary: 'Get an import',
    description:
      'With its progress. The first rows of the file are for the admin or token that has uploaded it, and for those that may read users.',
    response: importDetailsResponse,
  }),
  route('POST', '/imports/:importId/run', 'imports.run', {
    summary: 'Run an import',
    description:
      'Runs in the background; `GET /imports/{importId}` has the progress. With `dry_run`, nothing is changed, and the import can be run again. `app_metadata` in the file is a 403, and so are `merge` and `replace` without the permission `users.update`, and an import of server code. Without `users.setPassword`, no email address is marked as verified, and `ignored_fields.email_verified` counts those left out.',
    body: runImportBody,
    response: importResponse,
    status: 202,
    errors: [409],
  }),
  route('POST', '/imports/:importId/cancel', 'imports.cancel', {
    summary: 'Cancel an import',
    description:
      'Ends it after the current batch. Users who were imported stay. An import that has ended stays as it is.',
    response: importResponse,
  }),
  route('GET', '/imports/:importId/errors', 'import-errors.find', {
    summary: 'Download the errors of an import',
    description:
      'Line, field, code and reason of each error, as a file without the envelope; JSON lines also have the `params` of the reason. It contains no values of the file.',
    query: importErrorsQuery,
    file: IMPORT_REPORT_FORMATS,
  }),
  route('DELETE', '/imports/:importId', 'imports.delete', {
    summary: 'Delete an import',
    description: 'Removes the file and the report. Imported users stay.',
    response: deleteImportResponse,
    errors: [409],
  }),
];
