import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Logger, pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createApp } from '../src/cli/app.ts';
import { AnswerCache } from '../src/coder/cache/answer-cache.ts';
import type { CoderClient } from '../src/coder/client.ts';
import type { Tracer } from '../src/coder/tracer.ts';
import type { Settings } from '../src/config.ts';
import { startTestCoder, type TestCoder, type TestCoderOptions } from '../src/embedded/testing/test-coder.ts';
import type { Feeds } from '../src/feeds/feeds.ts';
import type { FeedTimings } from '../src/feeds/timings.ts';
import type { PlanFrom } from '../src/plan/executor/plan-executor.ts';
import type { Gateway } from '../src/server/gateway.ts';
import { defaultSettings } from './default-settings.ts';

/** The shape of an answer; tests say what they expect in it. */
export interface Answer<Data> {
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: {
    upstream: { calls: number; shared: number; cached: number; requests: { route: string; source: string }[] };
  };
}

export interface TestGateway {
  embedded: TestCoder;
  client: CoderClient;
  feeds: Feeds;
  gateway: Gateway;
  settings: Settings;
  /** Sends an operation, as text or as a document of `graphql()`, over HTTP semantics, in process; as `mira`, the owner, unless told otherwise. */
  query<Data = Wire>(
    document: string | TypedDocumentNode<Data, Wire>,
    variables?: Record<string, unknown>,
    options?: QueryOptions,
  ): Promise<Answer<Data>>;
  /** Upstream requests since the last call of this function: `METHOD /route`. */
  calls(): string[];
}

export interface QueryOptions {
  /** A demo user's name; null sends no token. */
  user?: string | null;
  headers?: Record<string, string>;
  operationName?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers have as many shapes as there are queries; each assertion names its own.
export type Wire = any;

export interface TestOptions {
  /** Where a GraphiQL page is; tests do without the built one. */
  pageFolder?: URL;
  embedded?: TestCoderOptions;
  /** Nothing is kept by default when `TEST_CACHE` is `off`. */
  settings?: Partial<Settings>;
  feeds?: Partial<FeedTimings>;
  /** Default: on, unless `TEST_SHARE_EVENTS` is `off`. */
  shareEvents?: boolean;
  /** Puts something between the gateway and Coder, and resolves to its address. */
  between?: (coderUrl: string) => Promise<string>;
  /** Default: no spans are made. */
  tracer?: Tracer;
  /** Default: silent. */
  log?: Logger;
  /** Default: plans from the first execution on; `TEST_EXECUTOR=graphql-js` never. */
  planFrom?: PlanFrom;
}

/** Makes a write to what requests share fail. */
export function freeze(value: object): void {
  const left = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const item of Object.values(next)) if (typeof item === 'object' && item !== null) left.push(item);
    Object.freeze(next);
  }
}

/** A cache as the settings describe it, whose values cannot be written to. */
export function frozenCache({ cacheMb }: Settings): AnswerCache | undefined {
  return cacheMb > 0 ? new AnswerCache({ maxBytes: cacheMb * 2 ** 20, onShared: freeze }) : undefined;
}

/** The real gateway over the embedded Coder, both closed with the test. */
export async function startGateway(options: TestOptions = {}): Promise<TestGateway> {
  const embedded = await startTestCoder({ rateLimit: -1, ...options.embedded });
  const settings = defaultSettings({
    port: 0,
    graphiql: false,
    // Random tests ask more than anybody may.
    rateOperations: 0,
    rateComplexity: 0,
    ...(process.env.TEST_CACHE === 'off' && { cacheMb: 0 }),
    ...options.settings,
  });
  const address = (await options.between?.(embedded.url)) ?? embedded.url;
  const {
    coder: client,
    feeds,
    gateway,
    close,
  } = createApp({
    settings,
    coderUrl: new URL(address),
    log: options.log ?? pino({ level: 'silent' }),
    tracer: options.tracer,
    feedTimings: options.feeds,
    pageFolder: options.pageFolder,
    cache: frozenCache(settings),
    shareEvents: options.shareEvents ?? process.env.TEST_SHARE_EVENTS !== 'off',
    planFrom: options.planFrom ?? (process.env.TEST_EXECUTOR === 'graphql-js' ? 'never' : 1),
  });
  onTestFinished(async () => {
    await close({ graceMs: 0 });
    await embedded.close();
  });
  embedded.clearRequests();
  return {
    embedded,
    client,
    feeds,
    gateway,
    settings,
    query: async (document, variables, { user = 'mira', headers, operationName } = {}) => {
      const response = await gateway.pipeline.fetch('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(user !== null && { 'coder-session-token': embedded.user(user).token }),
          ...headers,
        },
        body: JSON.stringify({
          query: typeof document === 'string' ? document : print(document),
          variables,
          operationName,
        }),
      });
      return response.json() as never;
    },
    calls: () => {
      const calls = embedded.requests.map(({ method, route }) => `${method} ${route.replace('/api/v2', '')}`);
      embedded.clearRequests();
      return calls;
    },
  };
}
