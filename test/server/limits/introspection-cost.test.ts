import { buildSchema, getIntrospectionQuery, graphqlSync, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/schema/schema.ts';
import { fragmentsOf } from '../../../src/server/documents/fragments.ts';
import { introspectionCost } from '../../../src/server/limits/introspection-cost.ts';
import { startGateway } from '../../support.ts';

function cost(source: string, schema = createSchema()): number {
  const document = parse(source);
  return introspectionCost(schema, document.definitions[0] as OperationDefinitionNode, fragmentsOf(document));
}

function fieldsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + fieldsIn(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + 1 + fieldsIn(each), 0);
}

test('the cost of a full introspection is about the number of fields in its answer', () => {
  const source = getIntrospectionQuery();
  const { data } = graphqlSync({ schema: createSchema(), source });
  const ratio = cost(source) / fieldsIn(data);
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(1.25);
});

test('nothing but introspection has such a cost', () => {
  const schema = buildSchema('type Query { a: Query, types: [Int] }');
  expect(cost('{ a { a { types } } __typename }', schema)).toBe(0);
});

test('fragments that multiply are weighed without being walked again and again', () => {
  const doubling = Array.from(
    { length: 60 },
    (_, index) => `fragment F${index} on __Type { ...F${index + 1} ...F${index + 1} }`,
  );
  const source = `{ __type(name: "Query") { ...F0 } } ${doubling.join(' ')} fragment F60 on __Type { name }`;
  expect(cost(source)).toBe(1 + 2 ** 60);
});

test('what tools send passes by default, and thirty of it in one document do not', async () => {
  const { query } = await startGateway();
  const options = {
    descriptions: true,
    schemaDescription: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    inputValueDeprecation: true,
    oneOf: true,
  };
  const whole = await query(getIntrospectionQuery(options));
  expect(whole.errors).toBeUndefined();
  const aliases = Array.from({ length: 30 }, (_, index) => `a${index}: __schema { types { ...T } }`);
  const type = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
  const fragment = `fragment T on __Type { name description fields { name description args { name type { ${type} } } type { ${type} } } }`;
  const refused = await query(`{ ${aliases.join(' ')} } ${fragment}`, undefined, { user: null });
  expect(refused.errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
});
