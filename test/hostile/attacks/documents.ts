import { getIntrospectionQuery } from 'graphql';
import { http, query } from '../wire.ts';
import type { Attack } from './attack.ts';

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');
const nested = (depth: number) => {
  const step = '{ builds(first: 2) { nodes { workspace ';
  return `{ workspaces { nodes ${step.repeat(depth)}{ id }${' } } }'.repeat(depth)} } }`;
};

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
    code: 'OPERATION_TOO_COMPLEX',
  },
  { name: 'a document of 20 MB', run: (target) => query(target, `# ${'x'.repeat(20_000_000)}`), says: '"errors":' },
  {
    name: '1,900 nested lists',
    run: (target) => query(target, `{ nodes(ids: ${'['.repeat(1_900)}) { id } }`),
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '1,900 nested objects',
    run: (target) => query(target, `{ workspaces(query: ${'{a:'.repeat(900)}1${'}'.repeat(900)}) { totalCount } }`),
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '1,500 nested selections',
    run: (target) => query(target, `${'{ a '.repeat(1_500)}${'}'.repeat(1_500)}`),
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'a deep way through the graph and back',
    run: (target) =>
      query(
        target,
        `{ viewer { id } workspaces { nodes ${'{ latestBuild { workspace '.repeat(12)}{ id }${' } }'.repeat(12)} } }`,
      ),
    code: 'OPERATION_TOO_COMPLEX',
  },
  { name: 'connections within connections', run: (target) => query(target, nested(6)), code: 'OPERATION_TOO_COMPLEX' },
  {
    name: 'pages of pages of pages',
    run: (target) =>
      query(
        target,
        '{ workspaces(first: 100) { nodes { builds(first: 100) { nodes { logs(first: 1000) { nodes { id } } } } } } }',
      ),
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '500 aliases',
    run: (target) => query(target, `{ ${many(500, (n) => `a${n}: viewer { id }`)} }`),
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '30 whole schemas by alias',
    run: (target) => query(target, `{ ${many(30, (n) => `a${n}: __schema { ...S }`)} } ${SCHEMA}`),
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'introspection of types of types of types',
    run: (target) => query(target, `{ __schema { types ${'{ fields { type '.repeat(8)}{ name }${' } }'.repeat(8)} } }`),
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a circle of fragments',
    run: (target) => query(target, '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'fragments that double 25 times',
    run: (target) =>
      query(
        target,
        `{ ...F0 } ${many(25, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F25 on Query { viewer { id } }`,
      ),
    says: /"(data|errors)":/,
  },
  {
    name: 'fields that overlap 400 times',
    run: (target) => query(target, `{ viewer { ${many(400, () => 'username')} } }`),
    says: /"(data|errors)":/,
  },
  {
    name: '900 directives',
    run: (target) => query(target, `{ viewer { id ${many(450, () => '@skip(if: false)')} } }`),
    says: '"errors":',
  },
  {
    name: '600 operations of which none is named',
    run: (target) =>
      query(
        target,
        many(400, (n) => `query Q${n} { viewer { id } }`),
      ),
    says: '"errors":',
  },
  {
    name: '1,000 variables',
    run: (target) => query(target, `query(${many(400, (n) => `$v${n}: Int`)}) { viewer { id } }`),
    says: '"errors":',
  },
  {
    name: 'a field with a name of 50 KB',
    run: (target) => query(target, `{ ${'a'.repeat(50_000)} }`),
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a string of 50 KB where a number belongs',
    run: (target) => query(target, `{ workspaces(first: "${'9'.repeat(50_000)}") { totalCount } }`),
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a number with 20,000 digits',
    run: (target) => query(target, `{ workspaces(first: ${'9'.repeat(20_000)}) { totalCount } }`),
    says: '"errors":',
  },
  {
    name: 'lone surrogates and control characters',
    run: (target) => query(target, '{ workspaces(query: "\\uD800\\u0000") { totalCount } }'),
    says: /"(data|errors)":/,
  },
  { name: 'a document of brackets', run: (target) => query(target, '('.repeat(60_000)), says: '"errors":' },
  {
    name: '@defer where there is none',
    run: (target) => query(target, '{ ... @defer(if: true, label: "x") { viewer { id } } }'),
    says: /"(data|errors)":/,
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
    says: /"(data|errors)":/,
  },
  {
    name: 'a search of 200 KB',
    run: (target) =>
      query(target, 'query($q: String) { workspaces(query: $q) { totalCount } }', { q: 'owner:'.repeat(30_000) }),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a cursor that was made up',
    run: (target) =>
      query(target, '{ workspaces(after: "d29ya3NwYWNlczo5OTk5OTk5OTk5OTk5OTk6OTk5OTk5OTk5") { totalCount } }'),
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
  },
  {
    name: 'an operation name that is not there',
    run: (target) =>
      http(target, { body: JSON.stringify({ query: '{ viewer { id } }', operationName: 'x'.repeat(100_000) }) }),
    says: '"errors":',
  },
];
