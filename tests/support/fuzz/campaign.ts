import { setTimeout as sleep } from 'node:timers/promises';

import type { TestStrapi } from '../strapi';
import { judge } from './judge';
import { type FuzzRequest, requestsOf } from './requests';
import { send } from './send';
import { getAppMetadata, getChangedTypes, getRows, getState, type State } from './state';
import { createStock, type Stock } from './stock';
import { type FuzzRoute, SURFACE } from './surface';
import { DEVICE, NOW, PASSWORD_PLACEHOLDER, USER, USER_ID } from './values';

const BATCH = 250;
/** The time in which the server completes a request whose client disconnected. */
const SETTLE_MS = 250;
/** Used as the status if the client disconnected. */
const HUNG_UP = 0;
/** The campaign stops after this many failures. */
const MAX_FAILURES = 10;

export interface Failure {
  request: number;
  sent: string;
  problems: string[];
}

export interface Report {
  requests: number;
  /** The number of responses per status. 0 stands for a disconnected client. */
  statuses: Record<number, number>;
  /** The number of calls and of successful calls per route. */
  routes: Record<string, { calls: number; successes: number }>;
  failures: Failure[];
  /** The rows of a user that no request was about, before and after. */
  control: { before: unknown; after: unknown };
}

const keyOf = ({ api, method, path }: FuzzRoute): string => `${api} ${method} ${path}`;

/** Inserts the ids of the target, which on `/me` routes is the sender. */
const fill =
  (stock: Stock, { route }: FuzzRequest, n: number) =>
  (text: string): string => {
    const { documentId, userId, deviceId, account } = route.isOwn
      ? stock.sender(n)
      : stock.target(n);
    return text
      .replaceAll(USER, documentId)
      .replaceAll(USER_ID, encodeURIComponent(userId))
      .replaceAll(DEVICE, deviceId)
      .replaceAll(PASSWORD_PLACEHOLDER, account.password)
      .replaceAll(NOW, new Date().toISOString());
  };

const shown = ({ method, path, headers, caller, body }: FuzzRequest): string =>
  JSON.stringify({ method, path, headers, caller, body }).slice(0, 2000);

/** Reports every `app_metadata` that differs from what trusted code stored. */
const metadataProblems = async (app: TestStrapi, stock: Stock): Promise<string[]> => {
  const expected = JSON.stringify(stock.appMetadata);
  const found = await getAppMetadata(app);
  return [...found]
    .filter(([id, value]) =>
      stock.marked.has(id)
        ? JSON.stringify(value) !== expected
        : value !== null && JSON.stringify(value) !== '{}'
    )
    .map(([id, value]) => `app_metadata of ${id} is ${JSON.stringify(value)}`);
};

/** The state once it no longer changes. */
const settledState = async (app: TestStrapi): Promise<State> => {
  for (let before = await getState(app); ;) {
    await sleep(SETTLE_MS);
    const after = await getState(app);
    if (getChangedTypes(before, after).length === 0) {
      return after;
    }
    before = after;
  }
};

/** Sends requests one after another and checks the response and the state of the site after each. */
export const runCampaign = async (
  app: TestStrapi,
  { requests, seed }: { requests: number; seed: number },
  onProgress: (report: Report) => void = () => {}
): Promise<Report> => {
  const stock = await createStock(app);
  const { control } = stock;
  const controlRows = () => getRows(app, control.account.id, control.documentId);
  const report: Report = {
    requests: 0,
    statuses: {},
    routes: Object.fromEntries(SURFACE.map((route) => [keyOf(route), { calls: 0, successes: 0 }])),
    failures: [],
    control: { before: await controlRows(), after: undefined },
  };

  const count = ({ route }: FuzzRequest, status: number): void => {
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    const counted = report.routes[keyOf(route)];
    counted.calls += 1;
    if (status >= 200 && status < 400) {
      counted.successes += 1;
    }
  };

  const fail = (request: FuzzRequest, problems: string[]): void => {
    if (problems.length === 0) {
      return;
    }
    report.failures.push({ request: report.requests, sent: shown(request), problems });
  };

  /** A rejected request must change nothing. A successful one may, and so may one without a response. */
  const stateProblems = async (status: number, before: State): Promise<[State, string[]]> => {
    const after = status === HUNG_UP ? await settledState(app) : await getState(app);
    const changed = status >= 400 ? getChangedTypes(before, after) : [];
    return [after, changed.map((table) => `rejected with ${status}, and changed ${table}`)];
  };

  const run = async (request: FuzzRequest, before: State): Promise<State> => {
    const n = (report.requests += 1);
    const token = stock.tokenFor(request.caller, request.route, n);
    const headers = { ...request.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    try {
      const outcome = await send(app.url, { ...request, headers }, fill(stock, request, n));
      const status = outcome?.status ?? HUNG_UP;
      count(request, status);
      const [after, changes] = await stateProblems(status, before);
      fail(request, [...judge(request, outcome), ...changes]);
      return after;
    } catch (error) {
      fail(request, [error instanceof Error ? error.message : String(error)]);
      return getState(app);
    }
  };

  for (let batch = 0; report.requests < requests; batch += 1) {
    await stock.restock();
    const count = Math.min(BATCH, requests - report.requests);
    let state = await getState(app);
    const sent = requestsOf(seed, batch, count);
    for (const request of sent) {
      state = await run(request, state);
      if (report.failures.length >= MAX_FAILURES) {
        break;
      }
    }
    fail(sent[sent.length - 1], await metadataProblems(app, stock));
    onProgress(report);
    if (report.failures.length >= MAX_FAILURES) {
      break;
    }
  }

  report.control.after = await controlRows();
  return report;
};
