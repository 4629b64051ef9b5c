import {
  GraphQLEnumType,
  GraphQLError,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  specifiedDirectives,
} from 'graphql';
import { pino } from 'pino';
import type { Settings } from '../../src/config.ts';
import { GatewayError } from '../../src/errors.ts';
import { deferDirective, streamDirective } from '../../src/schema/foundation/incremental-directives.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/server/gateway.ts';
import type { OperationContext } from '../../src/server/operation-context.ts';
import { defaultSettings } from '../default-settings.ts';
import { pageFixture } from './page-fixture.ts';

/** What the stub schema's resolvers see. */
export interface StubContext extends OperationContext {
  token: string | undefined;
  signal: AbortSignal;
  serial: number;
}

/** Sources that the test feeds: by name, one per subscription started. */
export type Source = (context: StubContext) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;

export interface Stub {
  gateway: Gateway;
  logged: Record<string, unknown>[];
  contexts: StubContext[];
  sources: { ticks: Source };
  /** Called by the field `hang`; never resolves by itself. */
  hanging: (context: StubContext) => Promise<string>;
}

const page = pageFixture();

/** A gateway in front of a schema that has one of everything and no upstream. */
export function createStub(changes: Partial<Settings> = {}, options: Partial<GatewayOptions> = {}): Stub {
  const logged: Record<string, unknown>[] = [];
  const contexts: StubContext[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const stub = {
    logged,
    contexts,
    sources: { ticks: noTicks },
    hanging: () => new Promise<string>(() => {}),
  } as unknown as Stub;
  let serial = 0;
  stub.gateway = createGateway({
    settings: defaultSettings({ port: 0, graphiql: false, ...changes }),
    schema: stubSchema(stub),
    createContext: ({ token, signal }) => {
      const context = {
        token,
        signal,
        serial: ++serial,
        itemErrors: [],
        session: {
          trace: { toJSON: () => ({ calls: 0 }), totals: () => ({ calls: 0, durationMs: 0 }) },
          answers: { of: () => undefined },
        },
      };
      contexts.push(context as unknown as StubContext);
      return context;
    },
    tokens: {
      identify: (token) => `hash of ${token}`,
      // As if Coder knew all others.
      isConfirmed: (token) => !token.startsWith('unknown'),
      confirm: async (token) => {
        if (token === undefined || token.startsWith('unknown')) throw new GatewayError('UNAUTHENTICATED', 'Unknown.');
      },
    },
    probe: async () => {},
    log,
    pageFolder: page,
    ...options,
  });
  return stub;
}

async function* noTicks(): AsyncGenerator<unknown> {}

/** Keeps the event loop for some milliseconds. */
function keepBusy(): string {
  const end = performance.now() + 4;
  while (performance.now() < end);
  return 'done';
}

function stubSchema(stub: Stub): GraphQLSchema {
  const text = { type: GraphQLString };
  const hang: GraphQLFieldConfig<unknown, StubContext> = {
    ...text,
    resolve: (_, _args, context) => stub.hanging(context),
  };
  const item: GraphQLObjectType = new GraphQLObjectType({
    name: 'Item',
    fields: () => ({ name: text, items: { type: new GraphQLList(item), resolve: () => [{ name: 'inner' }] }, hang }),
  });
  const Query = new GraphQLObjectType<unknown, StubContext>({
    name: 'Query',
    fields: {
      hello: { ...text, args: { name: text }, resolve: (_, { name }) => `hello ${name ?? 'world'}` },
      token: { ...text, resolve: (_, _args, { token }) => token ?? null },
      item: { type: item, resolve: () => ({ name: 'outer' }) },
      page: {
        type: new GraphQLList(item),
        args: { first: { type: GraphQLInt } },
        extensions: { complexity: ({ first }: { first: number }) => ({ field: 1, multiplier: first }) },
        resolve: () => [],
      },
      color: { type: new GraphQLEnumType({ name: 'Color', values: { RED: {} } }), resolve: () => 'GREEN' },
      coded: {
        ...text,
        resolve: () => {
          throw new GatewayError('RATE_LIMITED', 'Slow down.', { extensions: { retryAfter: 3 } });
        },
      },
      uncoded: {
        ...text,
        resolve: () => {
          throw new GraphQLError('secret detail');
        },
      },
      broken: {
        ...text,
        resolve: () => {
          throw new Error('secret detail');
        },
      },
      strict: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
      noted: {
        ...text,
        resolve: (_, _args, { itemErrors }) => {
          itemErrors.push(new GatewayError('FORBIDDEN', 'Beside.'));
          return 'noted';
        },
      },
      hang,
      busy: { ...text, resolve: () => keepBusy() },
    },
  });
  const Mutation = new GraphQLObjectType<unknown, StubContext>({
    name: 'Mutation',
    fields: {
      change: { ...text, resolve: () => 'changed' },
      hang,
      makeItem: { type: item, resolve: () => ({ name: 'made' }) },
    },
  });
  const Subscription = new GraphQLObjectType<unknown, StubContext>({
    name: 'Subscription',
    fields: {
      ticks: {
        ...text,
        args: { first: { type: GraphQLInt } },
        extensions: { complexity: ({ first }: { first?: number }) => first ?? 1 },
        subscribe: (_, _args, context) => stub.sources.ticks(context),
        resolve: (event, _args, { serial }) => {
          if (event instanceof Error) throw event;
          return `${String(event)} in ${serial}`;
        },
      },
      strictly: {
        type: new GraphQLNonNull(GraphQLString),
        resolve: () => null,
        args: { first: { type: new GraphQLNonNull(GraphQLInt) } },
        subscribe: (_, _args, context) => stub.sources.ticks(context),
      },
      refused: {
        ...text,
        subscribe: () => {
          throw new GatewayError('NOT_FOUND', 'There is no such thing.');
        },
      },
      broken: {
        ...text,
        subscribe: () => {
          throw new Error('secret detail');
        },
      },
    },
  });
  const directives = [...specifiedDirectives, deferDirective, streamDirective];
  return new GraphQLSchema({ query: Query, mutation: Mutation, subscription: Subscription, directives });
}

export interface Answer {
  status: number;
  headers: Headers;
  body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
    extensions?: Record<string, unknown>;
  };
}

/** One operation by POST, in process. */
export async function ask(
  { gateway }: Stub,
  query: string,
  {
    variables,
    headers = {},
    operationName,
  }: { variables?: object; headers?: Record<string, string>; operationName?: string } = {},
): Promise<Answer> {
  const response = await gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

export function codes({ body }: Answer): unknown[] {
  return (body.errors ?? []).map(({ extensions }) => extensions?.code);
}
