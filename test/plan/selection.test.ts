import { buildSchema, type GraphQLResolveInfo, graphql, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileSelection, type Selection, selectionOf } from '../../src/plan/selection.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Query { item: Item list: [Item!]! node: Node }
  type Item implements Node { id: ID! name: String! self: Item! items: [Item!]! }
  type Other implements Node { id: ID! size: Int }
`);

function compile(document: string, variables: Record<string, unknown> = {}): Selection {
  const { definitions } = parse(document);
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  const fragments = definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [each] : []));
  return compileSelection(
    schema,
    operation,
    Object.fromEntries(fragments.map((each) => [each.name.value, each])),
    variables,
  );
}

/** Response keys, and in brackets what is selected below them. */
function keys(selection: Selection | undefined, typeName?: string): string {
  if (!selection) return '';
  const fields = [...selection.fieldsOf(typeName).values()];
  return fields.map(({ key, selection: inner }) => (inner ? `${key}(${keys(inner)})` : key)).join(' ');
}

describe('a selection', () => {
  it('merges what has the same response key, in the order of the answer', () => {
    expect(keys(compile('{ item { name } a: item { id } item { id ...F } } fragment F on Item { n: name id }'))).toBe(
      'item(name id n) a(id)',
    );
  });

  it('has the fields of the fragments that are for the type', () => {
    const node = compile('{ node { id ... on Item { name } ... on Other { size } ... on Node { x: id } } }');
    const { selection } = node.fieldsOf().get('node') ?? {};
    expect([keys(selection, 'Item'), keys(selection, 'Other')]).toEqual(['id name x', 'id size x']);
  });

  it('follows @skip and @include, each with its variables', () => {
    const document =
      'query Q($a: Boolean!, $b: Boolean! = true) { item { id @skip(if: $a) ... @include(if: $b) { name } self @skip(if: true) { id } } }';
    expect(keys(compile(document, { a: false, b: true }))).toBe('item(id name)');
    expect(keys(compile(document, { a: true, b: false }))).toBe('item()');
  });

  it('visits a fragment once at each level, however often it is spread', () => {
    const spreads = 12;
    const fragment = (level: number) =>
      `fragment F${level} on Item { id ${level < 12 ? `${`...F${level + 1} `.repeat(spreads)}` : 'name'} }`;
    const document = `{ item { ...F0 } } ${Array.from({ length: 13 }, (_, level) => fragment(level)).join(' ')}`;
    // Without the set of visited fragments these are 12^12 visits.
    expect(keys(compile(document))).toBe('item(id name)');
  });
});

describe('selections of one operation', () => {
  it('are collected once, and again for other conditions', async () => {
    const seen: Selection[] = [];
    const rootValue = {
      list: (_: unknown, __: unknown, info: GraphQLResolveInfo) => {
        seen.push(selectionOf(info));
        return [];
      },
    };
    const document = parse('query Q($a: Boolean!) { list { name @skip(if: $a) } }');
    const { execute } = await import('graphql');
    for (const a of [true, true, false]) await execute({ schema, document, rootValue, variableValues: { a } });
    expect(seen[0]).toBe(seen[1]);
    expect(seen.map((selection) => keys(selection))).toEqual(['', '', 'name']);
  });

  it('are forgotten before they take much memory', () => {
    const document = parse(`{ item { ${Array.from({ length: 999 }, (_, index) => `a${index}: id`).join(' ')} } }`);
    const fragments = {};
    const operations = Array.from({ length: 102 }, () => {
      return { ...(document.definitions[0] as OperationDefinitionNode) };
    });
    const roots = operations.map((operation) => {
      const root = compileSelection(schema, operation, fragments, {});
      root.fieldsOf().get('item')?.selection?.fieldsOf();
      return root;
    });
    const again = operations.map((operation) => compileSelection(schema, operation, fragments, {}));
    expect(again[0]).not.toBe(roots[0]);
    expect(again.at(-1)).toBe(roots.at(-1));
  });

  it('are found from a resolver at any depth, through aliases, lists and fragments', async () => {
    const seen: string[] = [];
    const item = (depth: number): object => ({
      id: '1',
      self: () => item(depth),
      items: (_: unknown, __: unknown, info: GraphQLResolveInfo) => {
        seen.push(keys(selectionOf(info)));
        return depth > 0 ? [item(depth - 1)] : [];
      },
    });
    await graphql({
      schema,
      source: '{ a: item { s: self { ...F } } } fragment F on Item { x: items { id y: items { name } } }',
      rootValue: { item: () => item(1) },
    });
    expect(seen).toEqual(['id y(name)', 'name']);
  });
});
