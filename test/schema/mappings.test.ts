import { type GraphQLField, getNamedType, isNonNullType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Mapping, mappingOf } from '../../src/plan/mapping.ts';
import { createSchema } from '../../src/schema/schema.ts';

const types = Object.values(createSchema().getTypeMap()).filter(isObjectType);

/** `Type.field` and the mapping of every field that has one. */
function mapped(): [name: string, field: GraphQLField<unknown, unknown>, mapping: Mapping][] {
  return types.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field): [string, GraphQLField<unknown, unknown>, Mapping][] => {
      const mapping = mappingOf(field);
      return mapping ? [[`${type.name}.${field.name}`, field, mapping]] : [];
    }),
  );
}

/** The view of the JSON that the nodes of a type are made from. */
function ownViewOf(typeName: string) {
  const views = mapped()
    .filter(([name]) => name.startsWith(`${typeName}.`))
    .map(([, , { view }]) => view);
  return views.find((view) => view?.own);
}

describe('the mappings of the schema', () => {
  it('are those of almost all fields that show JSON', () => {
    expect(mapped().length).toBeGreaterThan(200);
  });

  it('have no arguments, since a mapping knows of none', () => {
    for (const [name, { args }] of mapped()) expect(args, name).toEqual([]);
  });

  it('say by their REST key what they show', () => {
    for (const [name, { description }, { kind }] of mapped())
      if (kind === 'value') expect(description, name).toMatch(/REST: `/);
  });

  it('are nullable where the value may be unset', () => {
    for (const [name, { type }, mapping] of mapped()) {
      if (mapping.kind === 'computed') continue;
      if (mapping.path.some(({ need }) => need === 'optional')) expect(isNonNullType(type), name).toBe(false);
    }
  });

  it('make nodes whose own view is the JSON that they were made from', () => {
    const node = (json: object) => ({ data: json });
    let checked = 0;
    for (const [name, { type }, mapping] of mapped()) {
      if ((mapping.kind !== 'object' && mapping.kind !== 'list') || mapping.path.length === 0) continue;
      if (mapping.kind === 'list' && mapping.inner) continue;
      const view = ownViewOf(getNamedType(type).name);
      if (!view) continue;
      const json = {};
      const made = mapping.node?.(json as never, {} as never, { loaders: { builds: { node } } } as never) ?? json;
      expect(view.open(made as never), name).toBe(json);
      checked++;
    }
    expect(checked).toBeGreaterThan(15);
  });
});
