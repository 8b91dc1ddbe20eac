import { setTimeout as sleep } from 'node:timers/promises';

import type {
  BulkFailure,
  BulkOperation,
  BulkOperationResponse,
  StartBulk,
} from '../../plugins/user-profile/shared/contracts/bulk';
import { callAdmin, mustCall } from './admin-api';
import type { AnyBody, ApiResponse } from './http';
import type { TestStrapi } from './strapi';

type BulkData = StartBulk.Request['body']['data'];

export const startBulk = (
  app: TestStrapi,
  data: BulkData | Record<string, unknown>
): Promise<ApiResponse<AnyBody>> => callAdmin(app, 'POST', '/users/bulk', { data });

export const getOperation = (app: TestStrapi, id: string): Promise<BulkOperationResponse> =>
  mustCall<BulkOperationResponse>(app, 'GET', `/users/bulk/${id}`);

/** Waits for the end of an operation. */
export const waitForBulk = async (app: TestStrapi, id: string): Promise<BulkOperationResponse> => {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const response = await getOperation(app, id);
    if (response.data.ended_at !== null) {
      return response;
    }
    if (Date.now() > deadline) {
      throw new Error(`The operation has not ended: ${JSON.stringify(response.data)}`);
    }
    await sleep(50);
  }
};

export interface BulkOutcome {
  operation: BulkOperation;
  failures: BulkFailure[];
}

/** Runs a bulk action to its end, and fails the test if it does not start. */
export const runBulk = async (app: TestStrapi, data: BulkData): Promise<BulkOutcome> => {
  const started = await mustCall<BulkOperationResponse>(app, 'POST', '/users/bulk', { data });
  const { data: operation, meta } = await waitForBulk(app, started.data.id);
  return { operation, failures: meta.failures };
};

export interface ReportLine {
  user_id: string;
  result: string;
  reason: string | null;
}

export const downloadReport = async (app: TestStrapi, id: string, format: 'csv' | 'ndjson') => {
  const response = await fetch(`${app.url}/user-profile/users/bulk/${id}/report`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await app.adminToken()}`,
    },
    body: JSON.stringify({ data: { format } }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

export const getReport = async (app: TestStrapi, id: string): Promise<ReportLine[]> => {
  const { text } = await downloadReport(app, id, 'ndjson');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ReportLine);
};
