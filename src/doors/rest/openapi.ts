import { z } from 'zod';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { problemCodes } from './problem.ts';
import { messageWithoutFiles } from './schemas-messages.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 description of this door, made from the schemas that check its requests. */
export function openApi(url: string): Json {
  const paths = new Map<string, Json>();
  for (const operation of operations) {
    const path = paths.get(operation.path) ?? {};
    path[operation.method] = describe(operation);
    paths.set(operation.path, path);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Segl, for systems',
      version: '1',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      description: 'Sends sealed messages and tells what became of them. Errors are RFC 9457 problems.',
    },
    servers: [{ url: `${url}/api/v1` }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A secret of a system. Each operation names the scope that it needs.',
        },
      },
      schemas: { Problem: problem },
    },
  };
}

/** What any operation may answer: a token that is none, a request that cannot be read, a failure of ours. */
const always = ['unauthenticated', 'internal', 'unavailable'] as const;
const withBody = ['malformed', 'upload_too_slow', 'too_large', 'unsupported_media_type'] as const;

function describe(operation: Operation): Json {
  const { id, summary, description, method, path, query, body, raw, media, answer, examples, scope } =
    operation;
  const parameters = [
    ...(path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : []),
    ...(query ? queryParameters(query) : []),
    ...(raw ? [idempotencyKey] : []),
  ];
  const codes = [...new Set([...always, ...(body || media ? withBody : []), ...operation.problems])];
  const problems = Map.groupBy(codes, (code) => problemCodes[code].http);
  return {
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    // OpenAPI 3.1 §4.8.30: for schemes other than OAuth, what the token must be good for.
    ...(scope ? { security: [{ bearer: [scope] }] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: requestBody(operation) } : {}),
    ...(media
      ? { requestBody: { required: true, content: { [media]: { schema: { type: 'string' } } } } }
      : {}),
    responses: {
      [method === 'post' ? 201 : 200]: {
        description: method === 'get' ? 'As it stands now.' : 'Done, and durable.',
        ...(raw ? { headers: answerHeaders } : {}),
        content: operation.streams
          ? Object.fromEntries(operation.streams.map((type) => [type, { schema: { type: 'string' } }]))
          : { 'application/json': { schema: schemaOf(answer, 'output'), example: examples.answer } },
      },
      ...Object.fromEntries(
        [...problems].map(([status, codes]) => [
          status,
          {
            description: codes.map((code) => `${code}: ${problemCodes[code].title}.`).join(' '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

function requestBody({ body, raw, examples }: Operation): Json {
  const json = { schema: schemaOf(body!, 'input'), example: examples.body };
  if (!raw) return { required: false, content: { 'application/json': json } };
  const form = {
    schema: {
      type: 'object',
      required: ['message'],
      properties: { message: schemaOf(messageWithoutFiles, 'input') },
      additionalProperties: { type: 'string', contentMediaType: 'application/octet-stream' },
    },
    encoding: { message: { contentType: 'application/json' } },
  };
  return { required: true, content: { 'application/json': json, 'multipart/form-data': form } };
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Any text of 1 to 255 characters that names this request among those of its system.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const answerHeaders = {
  Location: { description: 'Where the message is.', schema: { type: 'string' } },
  'Idempotency-Replayed': {
    description: 'Present when this is the first answer again.',
    schema: { type: 'string', enum: ['true'] },
  },
};

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io }) as Json;
  return described;
}

function queryParameters(query: z.ZodType): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }));
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for a person.' },
    code: { type: 'string', enum: Object.keys(problemCodes), description: 'Never changes its meaning.' },
    field: { type: 'string', description: 'The first field that is to blame.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'detail'],
        properties: { field: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};
