import { readFile } from 'node:fs/promises';
import {
  buildSchema,
  GraphQLEnumType,
  type GraphQLField,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  type GraphQLNamedType,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLUnionType,
  isIntrospectionType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schemaFile } from '../../src/schema/files.ts';
import { createSchema } from '../../src/schema/schema.ts';

const schema = createSchema();

const own = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
const contract = buildSchema(await readFile(new URL('contract.graphql', import.meta.url), 'utf8'));

function hasFields(type: GraphQLNamedType): type is GraphQLObjectType | GraphQLInterfaceType {
  return type instanceof GraphQLObjectType || type instanceof GraphQLInterfaceType;
}

function signature(field: GraphQLField<unknown, unknown>): string {
  const args = field.args
    .map(
      ({ name, type, defaultValue }) =>
        `${name}: ${type}${defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`}`,
    )
    .toSorted();
  return `${field.name}(${args.join(', ')}): ${field.type}`;
}

/** All that a type promises, one line each. */
function promises(type: GraphQLNamedType): string[] {
  if (hasFields(type)) {
    return [
      ...type.getInterfaces().map(({ name }) => `implements ${name}`),
      ...Object.values(type.getFields()).map(signature),
    ];
  }
  if (type instanceof GraphQLUnionType) return type.getTypes().map(({ name }) => name);
  if (type instanceof GraphQLEnumType) return type.getValues().map(({ name }) => name);
  if (type instanceof GraphQLInputObjectType)
    return Object.values(type.getFields()).map((field) => `${field.name}: ${field.type}`);
  return [];
}

describe('the schema', () => {
  it('is the one in schema.graphql: run `npm run generate` when this fails', async () => {
    expect(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(schemaFile('schema.graphql'));
  });

  const promised = Object.values(contract.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );

  it.each(promised.map((type) => [type.name, type] as const))('keeps what was promised of %s', (name, type) => {
    const actual = schema.getType(name);
    expect(actual?.constructor.name).toBe(type.constructor.name);
    expect(promises(actual as GraphQLNamedType)).toEqual(expect.arrayContaining(promises(type)));
  });

  it('has no arguments but those that were promised', () => {
    for (const type of promised.filter(hasFields)) {
      const actual = schema.getType(type.name) as GraphQLObjectType;
      for (const [name, field] of Object.entries(type.getFields())) {
        expect(signature(actual.getFields()[name] as GraphQLField<unknown, unknown>), type.name).toBe(signature(field));
      }
    }
  });

  it('has connections whose edges, nodes and cursors are never null', () => {
    const connections = own.filter(({ name }) => name.endsWith('Connection')) as GraphQLObjectType[];
    expect(connections.map(({ name }) => name).toSorted()).toEqual([
      'AgentLogConnection',
      'BuildConnection',
      'BuildLogConnection',
      'TemplateVersionConnection',
      'WorkspaceConnection',
    ]);
    for (const { name, getFields } of connections.map((type) => ({
      name: type.name,
      getFields: () => type.getFields(),
    }))) {
      const item = name.replace('Connection', '');
      const { edges, nodes, pageInfo } = getFields();
      expect([edges, nodes, pageInfo].map((field) => String(field?.type))).toEqual([
        `[${item}Edge!]!`,
        `[${item}!]!`,
        'PageInfo!',
      ]);
      const edge = (schema.getType(`${item}Edge`) as GraphQLObjectType).getFields();
      expect([edge.cursor, edge.node].map((field) => String(field?.type))).toEqual(['String!', `${item}!`]);
    }
  });

  it('describes every element', () => {
    const bare: string[] = [];
    const look = (path: string, { description }: { description?: string | null | undefined }) => {
      if (!description || description.trim() === '') bare.push(path);
    };
    for (const type of own) {
      look(type.name, type);
      if (hasFields(type)) {
        for (const field of Object.values(type.getFields())) {
          look(`${type.name}.${field.name}`, field);
          for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name}:)`, arg);
        }
      }
      if (type instanceof GraphQLEnumType)
        for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
      if (type instanceof GraphQLInputObjectType)
        for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
    }
    for (const directive of schema.getDirectives().filter((each) => !isSpecifiedDirective(each))) {
      look(`@${directive.name}`, directive);
      for (const arg of directive.args) look(`@${directive.name}(${arg.name}:)`, arg);
    }
    expect(bare).toEqual([]);
  });

  it('deprecates what Coder deprecates, and says what to use', () => {
    const deprecated = own
      .filter(hasFields)
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => ({ path: `${type.name}.${field.name}`, field })),
      )
      .filter(({ field }) => field.deprecationReason !== undefined && field.deprecationReason !== null);
    expect(deprecated.map(({ path }) => path).toSorted()).toEqual([
      'Agent.startupScriptBehavior',
      'AppStatus.icon',
      'AppStatus.needsUserAttention',
      'Build.hasAiTask',
    ]);
    for (const { field } of deprecated) expect(field.deprecationReason).toMatch(/^Coder deprecates it/);
  });

  it('makes every type with a global id refetchable, and no other', () => {
    const nodes = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name);
    expect(nodes.toSorted()).toEqual([
      'Agent',
      'AgentLogSource',
      'AgentScript',
      'App',
      'AppStatus',
      'Build',
      'Job',
      'Organization',
      'Resource',
      'Template',
      'TemplateVersion',
      'User',
      'Workspace',
    ]);
    const identified = own.filter((type) => type instanceof GraphQLObjectType && type.getFields().id);
    // The id of a line is its place in its log.
    const lines = ['AgentLog', 'BuildLog'];
    expect(
      identified
        .map(({ name }) => name)
        .filter((name) => !lines.includes(name))
        .toSorted(),
    ).toEqual(nodes.toSorted());
  });

  it('says where its scalars are specified, but for the one that is its own', () => {
    const scalars = own.filter((type): type is GraphQLScalarType => type instanceof GraphQLScalarType);
    expect(scalars.filter(({ specifiedByURL }) => !specifiedByURL).map(({ name }) => name)).toEqual(['BigInt']);
  });
});
