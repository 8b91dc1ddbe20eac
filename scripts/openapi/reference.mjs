/** Renders the OpenAPI document as a Markdown page. */
import { anchorOf, code, escapeCell, table } from './markdown.mjs';

const nameOfRef = (ref) => ref.split('/').at(-1);

const linkTo = (ref) => `[${nameOfRef(ref)}](#${anchorOf(nameOfRef(ref))})`;

const limitsOf = (schema) => {
  const range = [schema.minimum, schema.maximum];
  const lengths = [schema.minItems, schema.maxItems];
  return [
    schema.format && schema.format,
    range[0] !== undefined && range[1] !== undefined && `${range[0]} to ${range[1]}`,
    schema.maxLength !== undefined && `at most ${schema.maxLength} characters`,
    lengths[1] !== undefined && `at most ${lengths[1]}`,
    schema.pattern && !schema.pattern.includes('\\p{Cc}') && code(schema.pattern),
    schema.default !== undefined && `default ${code(JSON.stringify(schema.default))}`,
  ].filter(Boolean);
};

/** The type of a schema in a few words. Its properties have rows of their own. */
const typeOf = (schema) => {
  if (schema.$ref) {
    return linkTo(schema.$ref);
  }
  if (schema.anyOf) {
    return schema.anyOf.map(typeOf).join(' or ');
  }
  if (schema.const !== undefined) {
    return code(JSON.stringify(schema.const));
  }
  if (schema.enum) {
    return schema.enum.map((value) => code(String(value))).join(', ');
  }
  if (schema.type === 'array') {
    return `list of ${typeOf(schema.items)}`;
  }
  return schema.type ?? 'any';
};

const describeType = (schema) =>
  schema.anyOf
    ? schema.anyOf.map(describeType).join(' or ')
    : [typeOf(schema), ...limitsOf(schema)].join(', ');

const unwrapNullable = (schema) =>
  schema.anyOf?.find((each) => each.type === 'object' && each.properties) ?? schema;

/** One row per value, named by its path. */
const rowsOf = (schema, prefix = '') =>
  Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = prefix + key;
    const { description = '' } = inner;
    const isRequired = schema.required?.includes(key);
    const row = {
      name,
      type: describeType(inner) + (isRequired ? '' : '; optional'),
      description,
    };
    const item = inner.type === 'array' ? inner.items : unwrapNullable(inner);
    const nested = rowsOf(item, `${name}${inner.type === 'array' ? '[]' : ''}.`);
    return nested.length > 0 && item === inner && isRequired && !description
      ? nested
      : [row, ...nested];
  });

const schemaTable = (schema) =>
  table(
    ['field', 'type', ''],
    rowsOf(schema).map(({ name, type, description }) => [code(name), type, escapeCell(description)])
  );

const resolve = (document, value) =>
  value.$ref
    ? value.$ref
        .slice(2)
        .split('/')
        .reduce((found, key) => found[key], document)
    : value;

const parametersSection = (document, operation) => {
  const parameters = (operation.parameters ?? []).map((each) => resolve(document, each));
  if (parameters.length === 0) {
    return [];
  }
  return table(
    ['parameter', 'in', 'type', ''],
    parameters.map(({ name, in: location, schema, description = '' }) => [
      code(name),
      location,
      describeType(schema),
      escapeCell(description),
    ])
  );
};

const bodySection = ({ requestBody }) =>
  requestBody
    ? [
        'Body:',
        '',
        ...schemaTable(
          (requestBody.content['application/json'] ?? requestBody.content['multipart/form-data'])
            .schema
        ),
      ]
    : [];

const contentOf = (content = {}) =>
  Object.entries(content).map(([mediaType, { schema }]) =>
    mediaType === 'application/json' ? typeOf(schema) : `${code(mediaType)}`
  );

const responsesSection = (document, { responses }) => {
  const entries = Object.entries(responses);
  const own = entries.filter(([, { $ref }]) => !$ref);
  const errors = entries.filter(([, { $ref }]) => $ref);
  const lines = own.flatMap(([status, response]) => {
    const [schema] = Object.values(response.content ?? {}).map((each) => each.schema);
    const etag = response.headers?.ETag ? ', with an `ETag`' : '';
    const shown = contentOf(response.content).join(', ');
    return [
      `Returns ${status}${shown === 'object' ? '' : ` ${shown}`}${etag}.`,
      '',
      ...(schema?.properties ? schemaTable(schema) : []),
    ];
  });
  const failures = errors.map(([status, { $ref }]) =>
    status === 'default' ? nameOfRef($ref) : `${status} ${nameOfRef($ref)}`
  );
  return [...lines, ...(failures.length > 0 ? [`Errors: ${failures.join(', ')}.`, ''] : [])];
};

const operations = (document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      heading: `${method.toUpperCase()} ${path}`,
      path,
      method: method.toUpperCase(),
      operation,
    }))
  );

const operationSection = (document, { heading, operation }) => [
  `### ${heading}`,
  '',
  [operation.summary, operation.description].filter(Boolean).join('. ').replace(/\.?$/, '.'),
  '',
  operation['x-strapi-permission']
    ? `Permission: ${code(operation['x-strapi-permission'])}.`
    : 'No token required.',
  '',
  ...parametersSection(document, operation),
  ...bodySection(operation),
  ...responsesSection(document, operation),
];

/** @returns Markdown */
export const renderReference = (document) => {
  const all = operations(document);
  const { schemas, responses } = document.components;
  return [
    '# REST reference',
    '',
    '<!-- Generated from the routes by `npm run openapi`. Do not edit. -->',
    '',
    'All routes of the content API. See [rest.md](rest.md) for an introduction and [openapi.json](openapi.json) for the OpenAPI document. The prefix is `/api` unless the site has changed it.',
    '',
    ...table(
      ['route', '', 'permission'],
      all.map(({ heading, operation }) => [
        `[${code(heading)}](#${anchorOf(heading)})`,
        escapeCell(operation.summary),
        operation['x-strapi-permission']
          ? code(operation['x-strapi-permission'].replace(/^plugin::[^.]+\./, ''))
          : 'none',
      ])
    ),
    '## Routes',
    '',
    ...all.flatMap((each) => operationSection(document, each)),
    '## Errors',
    '',
    'All errors have the body [Error](#error).',
    '',
    ...table(
      ['error', 'when'],
      Object.entries(responses).map(([name, { description }]) => [name, escapeCell(description)])
    ),
    '## Schemas',
    '',
    ...Object.entries(schemas).flatMap(([name, schema]) => [
      `### ${name}`,
      '',
      ...(schema.description ? [schema.description, ''] : []),
      ...schemaTable(schema),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
};
