import { deflateSync, gzipSync } from 'node:zlib';

import { FORGED, type RawBody, sendRaw, type WriteCase, type WriteContext } from './write-case';

const JSON_BODY = JSON.stringify({ data: { app_metadata: FORGED } });
const FORM = 'application/x-www-form-urlencoded';
const USERS = '/api/user-profile/users';

const put =
  (body: RawBody | (() => RawBody), headers: Record<string, string> = {}, suffix = '') =>
  ({ app, person, fullAccess }: WriteContext) =>
    sendRaw(
      app,
      'PUT',
      `${USERS}/${person.documentId}${suffix}`,
      fullAccess,
      typeof body === 'function' ? body() : body,
      headers
    );

const typed = (what: string, type: string, body: RawBody, status: number): WriteCase => ({
  what,
  send: put(body, { 'content-type': type }),
  status,
});

const multipart = (
  what: string,
  name: string,
  value: string | Blob,
  status: number
): WriteCase => ({
  what: `multipart: ${what}`,
  send: put(() => {
    const form = new FormData();
    form.append(name, value);
    return form;
  }),
  status,
});

const packed = (encoding: string, body: Uint8Array, status: number): WriteCase => ({
  what: `JSON packed by ${encoding}`,
  send: put(new Uint8Array(body), {
    'content-type': 'application/json',
    'content-encoding': encoding,
  }),
  status,
});

const queried = (what: string, suffix: string, status = 403): WriteCase => ({
  what: `in the query: ${what}`,
  send: put('{"data":{"nickname":"x"}}', { 'content-type': 'application/json' }, suffix),
  status,
});

/** The same field in other encodings, for a route that changes a user. */
export const ENCODINGS: WriteCase[] = [
  typed(
    'JSON in UTF-16',
    'application/json; charset=utf-16le',
    new Uint8Array(Buffer.from(JSON_BODY, 'utf16le')),
    400
  ),
  typed('JSON of an API', 'application/vnd.api+json', JSON_BODY, 403),
  typed('JSON as text', 'text/plain', JSON_BODY, 400),
  typed('JSON as anything', 'application/octet-stream', JSON_BODY, 400),
  typed('JSON as a form', FORM, JSON_BODY, 400),
  typed('XML', 'application/xml', '<data><app_metadata>forged</app_metadata></data>', 400),
  typed('a merge patch', 'application/merge-patch+json', JSON_BODY, 400),
  packed('gzip', gzipSync(JSON_BODY), 403),
  packed('deflate', deflateSync(JSON_BODY), 403),
  packed('gzip, twice', gzipSync(gzipSync(JSON_BODY)), 415),
  typed('a form with brackets', FORM, 'data[app_metadata][plan]=forged', 403),
  typed('a form with escaped brackets', FORM, 'data%5Bapp%5Fmetadata%5D%5Bplan%5D=forged', 403),
  typed('a form beside data', FORM, 'app_metadata[plan]=forged&data[nickname]=x', 403),
  typed('a form with a list', FORM, 'data[][app_metadata]=forged', 403),
  typed('a form with a path', FORM, 'data.app_metadata=forged', 403),
  typed('a form with __proto__', FORM, 'data[__proto__][app_metadata]=forged', 400),
  typed('a form with constructor', FORM, 'data[constructor][prototype][app_metadata]=forged', 400),
  multipart('a field', 'app_metadata', JSON.stringify(FORGED), 403),
  multipart('a field with brackets', 'data[app_metadata]', 'forged', 403),
  multipart('JSON in the field data', 'data', JSON.stringify({ app_metadata: FORGED }), 400),
  multipart('a file', 'app_metadata', new Blob([JSON.stringify(FORGED)]), 403),
  multipart('a file of data', 'data', new Blob([JSON.stringify({ app_metadata: FORGED })]), 400),
  queried('alone', '?app_metadata[plan]=forged'),
  queried('in data', '?data[app_metadata][plan]=forged'),
  queried('with an escape', '?app%5Fmetadata=forged'),
  queried('in filters', '?filters[app_metadata][plan]=forged'),
];
