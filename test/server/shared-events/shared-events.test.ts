import { buildSchema, execute, type GraphQLSchema, parse } from 'graphql';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SharedEvents } from '../../../src/server/shared-events/shared-events.ts';

/** Resolvers by the names of the fields of an item. */
type Resolvers = Record<string, (item: { name: string }, args: object, context: { token: string }) => unknown>;

interface Event {
  shared: boolean;
  item: { name: string };
}

function schemaOf(resolvers: Resolvers): GraphQLSchema {
  const schema = buildSchema(`
    type Query { unused: Int }
    type Item { name: String!, token: String, slow: String, wrong: String, number(times: Int): Int }
    type Subscription { items(of: ID, after: ID): Item!, others: Item }
  `);
  const items = schema.getSubscriptionType()?.getFields().items;
  if (items) {
    items.extensions = { sharesEvent: ({ shared }: Event) => shared };
    items.resolve = ({ item }: Event) => item;
  }
  const fields = (
    schema.getType('Item') as unknown as { getFields(): Record<string, { resolve?: unknown }> }
  ).getFields();
  for (const [name, resolve] of Object.entries(resolvers)) Object.assign(fields[name] ?? {}, { resolve });
  return schema;
}

function start(resolvers: Resolvers = {}) {
  const runs: unknown[] = [];
  const schema = schemaOf(resolvers);
  const events = new SharedEvents((args) => {
    runs.push(args.rootValue);
    return execute(args);
  });
  const documents = new Map<string, ReturnType<typeof parse>>();
  const join = (text: string, variableValues: Record<string, unknown> = {}, operationName?: string) => {
    const document = documents.get(text) ?? parse(text);
    documents.set(text, document);
    return events.join({ schema, document, variableValues, operationName });
  };
  return { runs, join };
}

const event = (shared = true): Event => ({ shared, item: { name: 'one' } });

describe('shared events', () => {
  it('should execute an event once for all subscriptions of an equal operation', () => {
    const { runs, join } = start();
    const first = join('subscription { items { name } }');
    const second = join('subscription { items { name } }');
    const one = event();
    const result = first?.operation.resultOf(one);
    expect(result?.text).toBe('{"data":{"items":{"name":"one"}}}');
    expect(second?.operation.resultOf(one)).toBe(result);
    expect(runs).toEqual([one]);
    expect(first?.operation.resultOf(event())).not.toBe(result);
  });

  it('should let go of all results when the last subscription has ended', () => {
    const { runs, join } = start();
    const first = join('subscription { items { name } }');
    const second = join('subscription { items { name } }');
    const one = event();
    for (const each of [first, second]) each?.operation.resultOf(one);
    const another = event();
    first?.operation.resultOf(another);
    first?.release();
    second?.operation.resultOf(one);
    expect(runs).toEqual([one, another]);
    second?.release();
    second?.operation.resultOf(one);
    expect(runs).toEqual([one, another, one]);
  });

  it('should not look at variables that only choose the events', () => {
    const { join } = start();
    const text = 'subscription ($of: ID, $after: ID) { items(of: $of, after: $after) { name } }';
    expect(join(text, { of: 'a', after: '1' })?.operation).toBe(join(text, { of: 'b' })?.operation);
  });

  it.each([
    ['of a directive', 'subscription ($v: Boolean!) { items { name number @include(if: $v) } }', true, false],
    ['of a field below', 'subscription ($v: Int) { items { number(times: $v) } }', 1, 2],
    ['in a fragment', 'subscription ($v: Int) { items { ...f } } fragment f on Item { number(times: $v) }', 1, null],
  ])('should tell subscriptions apart by a variable %s', (_, text, one, other) => {
    const { join } = start();
    const first = join(text, { v: one });
    expect(first?.operation).toBe(join(text, { v: one })?.operation);
    expect(first?.operation).not.toBe(join(text, { v: other })?.operation);
  });

  it('should tell the operations of a document apart', () => {
    const { join } = start();
    const text = 'subscription a { items { name } } subscription b { items { number } }';
    expect(join(text, {}, 'a')?.operation).not.toBe(join(text, {}, 'b')?.operation);
  });

  it('should leave events alone that the field does not call equal, and fields that call none so', () => {
    const { runs, join } = start();
    const shared = join('subscription { items { name } }');
    expect(shared?.operation.resultOf(event(false))).toBeUndefined();
    expect(shared?.operation.resultOf('text')).toBeUndefined();
    expect(runs).toEqual([]);
    expect(join('subscription { others { name } }')).toBeUndefined();
    expect(join('subscription { ... on Subscription { items { name } } }')).toBeUndefined();
  });

  it.each<[string, string, Resolvers]>([
    ['asks who the caller is', '{ token }', { token: (_item, _args, { token }) => token }],
    ['fails', '{ wrong }', { wrong: () => Promise.reject(new Error('no')) }],
    ['has to wait', '{ slow }', { slow: async () => 'later' }],
  ])('should not share the result of a field that %s, and try only once', (_, selection, resolvers) => {
    const { runs, join } = start(resolvers);
    const shared = join(`subscription { items ${selection} }`);
    const one = event();
    expect(shared?.operation.resultOf(one)).toBeUndefined();
    expect(shared?.operation.resultOf(one)).toBeUndefined();
    expect(runs).toHaveLength(1);
  });

  it('should keep results for slower subscribers, and execute again what it could not keep', () => {
    const { runs, join } = start({ name: ({ name }) => name.repeat(400_000) });
    const shared = join('subscription { items { name } }');
    const events = Array.from({ length: 6 }, () => event());
    const deliver = (each: Event) => String(shared?.operation.resultOf(each)?.text).length;
    for (const each of events) for (let subscriber = 0; subscriber < 2; subscriber++) deliver(each);
    expect(runs).toEqual(events);
    for (const each of events.slice(3)) expect(deliver(each)).toBeGreaterThan(1_200_000);
    expect(runs).toHaveLength(6);
    expect(deliver(events[0] as Event)).toBeGreaterThan(1_200_000);
    expect(runs).toHaveLength(7);
  });

  it('should hold no event for a subscription that gets nothing any more', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { runs, join } = start();
    const shared = join('subscription { items { name } }');
    const one = event();
    shared?.operation.resultOf(one);
    vi.advanceTimersByTime(1_000);
    shared?.operation.resultOf(one);
    expect(runs).toEqual([one, one]);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('should forget an operation when its last subscription has ended', () => {
    const { join } = start();
    const text = 'subscription { items { name } }';
    const first = join(text);
    const second = join(text);
    first?.release();
    expect(join(text)?.operation).toBe(second?.operation);
    second?.release();
    expect(join(text)?.operation).toBe(second?.operation);
    second?.release();
    second?.release();
    expect(join(text)?.operation).not.toBe(second?.operation);
  });
});
