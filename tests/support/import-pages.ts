import type { Page } from 'playwright-core';

import type {
  FindImport,
  ImportPreviewRow,
  UserImport,
} from '../../plugins/user-profile/shared/contracts/imports';

export const IMPORTS = '/plugins/user-profile/imports';

const ID = '5a0d8a1c-7a0c-4e5c-9f0a-2f6f5b1c9d10';

export const importRoute = (id = ID): string => `${IMPORTS}/${id}`;

const NO_COUNTS = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };

/** An import as responses describe it, for states that a small file passes too quickly. */
export const describeImport = (
  changes: Partial<UserImport> = {},
  preview: ImportPreviewRow[] = []
): FindImport.Response => ({
  data: {
    ...{ id: ID, status: 'uploaded', format: 'csv', compressed: false, file_name: 'people.csv' },
    ...{ bytes: 48_300_000, columns: null, suggested_mapping: null, has_app_metadata: false },
    ...{
      connections: [],
      options: null,
      counts: NO_COUNTS,
      ignored_fields: {},
      progress: 0,
      rate: null,
    },
    ...{ seconds_left: null, error: null, errors_stored: 0, can_run: true },
    ...{ actor: 'ada@example.com', created_at: '2026-01-02T10:00:00.000Z' },
    ...{ started_at: null, ended_at: null },
    ...changes,
  },
  meta: { preview },
});

/** Responds to the requests for one import with what `current` returns. */
export const respondWithImport = (page: Page, current: () => FindImport.Response) =>
  page.route(
    // The page of the panel has the same path below `/admin/plugins`.
    ({ pathname }) => /^\/user-profile\/imports\/[0-9a-f-]+$/.test(pathname),
    (route) => route.fulfill({ json: current() })
  );
