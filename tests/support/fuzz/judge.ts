import { createResponseChecker, documentedPath, openApiDocument } from '../openapi/document';
import type { FuzzRequest } from './requests';
import type { Outcome } from './send';

/** The statuses that Strapi and Node.js return for malformed requests on any route. */
const ANYWHERE = new Set([400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 431]);

/** What no response may contain: stack traces, file paths, SQL and password hashes. */
const LEAKS = [
  /node_modules/,
  /\bat [\w.<>]+ \(/,
  /SQLITE_/,
  /\bselect\b[^"]*\bfrom\b/i,
  /\binsert into\b/i,
  /\$2[aby]\$\d\d\$/,
];

/** The largest response to a rejected request. */
const MAX_REJECTION_BYTES = 64 * 1024;

const document = openApiDocument();
const problemsOf = createResponseChecker(document);

const isDocumented = ({ route }: FuzzRequest, status: number): boolean =>
  String(status) in
  (document.paths[documentedPath(route.path)]?.[route.method.toLowerCase()]?.responses ?? {});

/** @returns the problems of a response, or an empty list */
export const judge = (request: FuzzRequest, outcome: Outcome): string[] => {
  if (outcome === null) {
    return [];
  }
  const { status, body } = outcome;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const problems = LEAKS.filter((leak) => status >= 400 && leak.test(text)).map(
    (leak) => `the response holds ${leak}`
  );
  if (status >= 500) {
    problems.push(`answered ${status}`);
  }
  if (status >= 400 && Buffer.byteLength(text) > MAX_REJECTION_BYTES) {
    problems.push(`the response has ${Buffer.byteLength(text)} bytes`);
  }
  const { route, method, isPlain } = request;
  if (route.api !== 'content' || method !== route.method || !isPlain) {
    return problems;
  }
  if (ANYWHERE.has(status) && !isDocumented(request, status)) {
    return problems;
  }
  return [...problems, ...problemsOf(route.method, route.path, outcome)];
};
