import { spawnSync } from 'node:child_process';
import path from 'node:path';

import createRoutes from '../../plugins/user-profile/server/src/routes/content-api';
import { documentedPath, openApiDocument } from '../support/openapi/document';

const VALIDATE_SCRIPT = path.join(__dirname, '..', 'support', 'openapi', 'validate.mjs');

const validate = (document: unknown) => {
  const { status, stderr } = spawnSync(process.execPath, [VALIDATE_SCRIPT], {
    input: JSON.stringify(document),
    encoding: 'utf8',
  });
  return status === 0 ? '' : stderr;
};

describe('the OpenAPI document', () => {
  const document = openApiDocument();
  const { routes } = createRoutes();
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));

  it('is valid OpenAPI 3.1', () => {
    expect(validate(document)).toBe('');
    expect(validate({ ...document, paths: { users: {} } })).not.toBe('');
  });

  it('contains every route and nothing else', () => {
    for (const { method, path: route } of routes) {
      expect(document.paths[documentedPath(route)]).toHaveProperty(method.toLowerCase());
    }
    expect(operations).toHaveLength(routes.length);
  });

  it('uses the API prefix and the URL of the site', () => {
    const { paths, servers } = openApiDocument({
      'api.rest.prefix': '/v1',
      'server.url': 'https://example.com',
    });
    expect(paths).toHaveProperty('/v1/user-profile/users');
    expect(servers).toEqual([{ url: 'https://example.com' }]);
  });

  it('has a unique id, a summary and a description for every operation', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { summary, description } of operations) {
      expect(summary).toMatch(/^[^.]+$/);
      expect(description).toMatch(/^[A-Z`].*\.$/);
    }
  });

  it('describes every tag that an operation has, and no other', () => {
    const used = new Set(operations.flatMap(({ tags }) => tags));
    expect(document.tags.map(({ name }) => name)).toEqual([...used]);
    for (const { description } of document.tags) {
      expect(description).toMatch(/\.$/);
    }
  });

  it('describes the header that says how long to wait', () => {
    expect(document.components).toMatchObject({
      headers: { RetryAfter: { schema: { type: 'integer' } } },
      responses: {
        TooManyRequests: {
          headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
        },
      },
    });
  });

  it('has a 2xx or a default response for every operation', () => {
    for (const { operationId, responses } of operations) {
      const isComplete = Object.keys(responses).some((status) => /^(2\d\d|default)$/.test(status));
      expect([operationId, isComplete]).toEqual([operationId, true]);
    }
  });

  it('contains no dangling references', () => {
    const references = JSON.stringify(document).match(/(?<="\$ref":")[^"]+/g) ?? [];
    expect(references.length).toBeGreaterThan(routes.length);
    for (const reference of new Set(references)) {
      const [, ...keys] = reference.split('/');
      expect(document).toHaveProperty(keys);
    }
  });

  it('defines each resource once, as a named schema', () => {
    const names = Object.keys(document.components.schemas);
    for (const name of ['Profile', 'Identity', 'Device', 'LogEvent', 'Connection', 'Error']) {
      expect(names).toContain(name);
    }
    const written = JSON.stringify(document);
    expect(written.match(/"profileData"/g)).toHaveLength(2); // declared, and required
  });

  it('allows no additional properties in object schemas', () => {
    const loose = Object.entries(document.components.schemas as Record<string, object>).filter(
      ([, schema]) =>
        'properties' in schema &&
        (schema as { additionalProperties?: unknown }).additionalProperties !== false
    );
    expect(loose).toEqual([]);
  });
});
