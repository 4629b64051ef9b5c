import { getIntrospectionQuery } from 'graphql';
import { http, query } from '../wire.ts';
import type { Attack } from './attack.ts';

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');
const nested = (depth: number) => {
  const step = '{ builds(first: 2) { nodes { workspace ';
  return `{ workspaces { nodes ${step.repeat(depth)}{ id }${' } } }'.repeat(depth)} } }`;
};

/** Shallow and short, and 12 to the power of seven when each spread is followed. */
const MULTIPLIED = `{ ...F0 } ${many(7, (n) => `fragment F${n} on Query { ${`...F${n + 1} `.repeat(12)} }`)} fragment F7 on Query { viewer { id } }`;

/** What tools ask of a schema, as fragments. */
const SCHEMA = `fragment S on __Schema { types { kind name description
    fields(includeDeprecated: true) { name description args { name description type { ...R } } type { ...R } }
    enumValues(includeDeprecated: true) { name description } possibleTypes { ...R } } }
  fragment R on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

/** Documents that are large, deep, wide or crooked. */
export const documents: Attack[] = [
  {
    name: 'a comment of 200 KB',
    run: (target) => query(target, `# ${'x'.repeat(200_000)}\n{ viewer { id } }`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'a document of 20 MB',
    run: (target) => query(target, `# ${'x'.repeat(20_000_000)}`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '1,900 nested lists',
    run: (target) => query(target, `{ nodes(ids: ${'['.repeat(1_900)}) { id } }`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '900 nested objects',
    run: (target) => query(target, `{ workspaces(query: ${'{a:'.repeat(900)}1${'}'.repeat(900)}) { totalCount } }`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '1,500 nested selections',
    run: (target) => query(target, `${'{ a '.repeat(1_500)}${'}'.repeat(1_500)}`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'a deep way through the graph and back',
    run: (target) =>
      query(
        target,
        `{ viewer { id } workspaces { nodes ${'{ latestBuild { workspace '.repeat(12)}{ id }${' } }'.repeat(12)} } }`,
      ),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'connections within connections',
    run: (target) => query(target, nested(6)),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'pages of pages of pages',
    run: (target) =>
      query(
        target,
        '{ workspaces(first: 100) { nodes { builds(first: 100) { nodes { logs(first: 1000) { nodes { id } } } } } } }',
      ),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'a field 450 times',
    run: (target) => query(target, `{${'viewer{id}'.repeat(450)}}`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
    says: /viewer.* is selected more than 50 times/,
  },
  {
    name: '500 aliases',
    run: (target) => query(target, `{ ${many(500, (n) => `a${n}: viewer { id }`)} }`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '30 whole schemas by alias',
    run: (target) => query(target, `{ ${many(30, (n) => `a${n}: __schema { ...S }`)} } ${SCHEMA}`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'introspection of types of types of types',
    run: (target) => query(target, `{ __schema { types ${'{ fields { type '.repeat(8)}{ name }${' } }'.repeat(8)} } }`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a circle of fragments',
    run: (target) => query(target, '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'fragments that double 25 times',
    run: (target) =>
      query(
        target,
        `{ ...F0 } ${many(25, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F25 on Query { viewer { id } }`,
      ),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'fragments that multiply by 12, seven times',
    run: (target) => query(target, MULTIPLIED),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'fields that overlap 400 times',
    run: (target) => query(target, `{ viewer { ${many(400, () => '... { username }')} } }`),
    status: 200,
  },
  {
    name: '450 directives',
    run: (target) => query(target, `{ viewer { id ${many(450, () => '@skip(if: false)')} } }`),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '400 operations of which none is asked for',
    run: (target) =>
      query(
        target,
        many(400, (n) => `query Q${n} { viewer { id } }`),
      ),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '400 variables that nothing uses',
    run: (target) => query(target, `query(${many(400, (n) => `$v${n}: Int`)}) { viewer { id } }`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a field with a name of 50 KB',
    run: (target) => query(target, `{ ${'a'.repeat(50_000)} }`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a string of 50 KB where a number belongs',
    run: (target) => query(target, `{ workspaces(first: "${'9'.repeat(50_000)}") { totalCount } }`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a number with 20,000 digits',
    run: (target) => query(target, `{ workspaces(first: ${'9'.repeat(20_000)}) { totalCount } }`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'lone surrogates and control characters',
    run: (target) => query(target, '{ workspaces(query: "\\uD800\\u0000") { totalCount } }'),
    status: 400,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    name: 'a document of brackets',
    run: (target) => query(target, '('.repeat(60_000)),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '@defer where there is none',
    run: (target) => query(target, '{ ... @defer(if: true, label: "x") { viewer { id } } }'),
    status: 406,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'the whole introspection, which is allowed',
    run: (target) => query(target, getIntrospectionQuery()),
    status: 200,
    says: '"__schema"',
  },
  {
    name: 'an id of 100 KB',
    run: (target) => query(target, 'query($id: ID!) { node(id: $id) { id } }', { id: 'A'.repeat(100_000) }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a search of 200 KB',
    run: (target) =>
      query(target, 'query($q: String) { workspaces(query: $q) { totalCount } }', { q: 'owner:'.repeat(30_000) }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a cursor that was made up',
    run: (target) =>
      query(target, '{ workspaces(after: "d29ya3NwYWNlczo5OTk5OTk5OTk5OTk5OTk6OTk5OTk5OTk5") { totalCount } }'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a name that leads out of its path',
    run: (target) => query(target, '{ workspaceByName(owner: "../../users", name: "..%2f..%2fme") { id } }'),
    status: 200,
    says: '"workspaceByName":null',
  },
  {
    name: 'a build with 200,000 parameters',
    run: (target) =>
      query(target, 'mutation($i: CreateBuildInput!) { createBuild(input: $i) { __typename } }', {
        i: {
          workspaceId: 'x',
          transition: 'START',
          parameters: Array.from({ length: 200_000 }, (_, n) => ({ name: `p${n}`, value: 'x' })),
        },
      }),
    status: 413,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'an operation name that is not there',
    run: (target) =>
      http(target, { body: JSON.stringify({ query: '{ viewer { id } }', operationName: 'x'.repeat(100_000) }) }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
];
