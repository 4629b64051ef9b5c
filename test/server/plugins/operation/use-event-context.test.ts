import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../../src/errors.ts';
import { EventResults } from '../../../../src/server/event-results.ts';
import { createStub, type Stub } from '../../stub-gateway.ts';

/** The events of a subscription over SSE, in process, until the stream ends. */
async function* follow({ gateway }: Stub, query: string, signal?: AbortSignal) {
  const response = await gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, event, data] = /event: (\w+)\ndata: ?(.*)/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event) yield { event, data: data ? JSON.parse(data) : undefined };
    }
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test('each event is executed with a context of its own, for the same caller', async () => {
  const stub = createStub({ sessionToken: 'fallback', trace: true });
  stub.sources.ticks = async function* () {
    yield 'one';
    yield 'two';
  };
  const events = await all(follow(stub, 'subscription { ticks }'));
  expect(events).toEqual([
    { event: 'next', data: { data: { ticks: 'one in 2' }, extensions: { upstream: { calls: 0 } } } },
    { event: 'next', data: { data: { ticks: 'two in 3' }, extensions: { upstream: { calls: 0 } } } },
    { event: 'complete', data: undefined },
  ]);
  expect(stub.contexts.map(({ token }) => token)).toEqual(['fallback', 'fallback', 'fallback']);
});

test('an event whose field fails costs that event', async () => {
  const stub = createStub();
  stub.sources.ticks = async function* () {
    yield new Error('secret detail');
    yield 'two';
  };
  const events = await all(follow(stub, 'subscription { ticks }'));
  expect(events[0]?.data).toMatchObject({
    data: { ticks: null },
    errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
  expect(events[1]?.data).toMatchObject({ data: { ticks: 'two in 3' } });
  expect(JSON.stringify(events)).not.toContain('secret');
});

test('a source that fails ends with one coded event, then completes', async () => {
  const stub = createStub();
  stub.sources.ticks = async function* () {
    yield 'one';
    throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Gone.', { extensions: { lastId: '7' } });
  };
  const events = await all(follow(stub, 'subscription { ticks }'));
  expect(events.slice(1)).toEqual([
    {
      event: 'next',
      data: { data: null, errors: [{ message: 'Gone.', extensions: { code: 'UPSTREAM_UNAVAILABLE', lastId: '7' } }] },
    },
    { event: 'complete', data: undefined },
  ]);
});

test.each([
  ['subscription { refused }', 'NOT_FOUND'],
  ['subscription { broken }', 'INTERNAL_SERVER_ERROR'],
])('%s fails with %s', async (query, code) => {
  const events = await all(follow(createStub(), query));
  expect(events[0]?.data.errors[0].extensions.code).toBe(code);
  expect(events[1]?.event).toBe('complete');
  expect(JSON.stringify(events)).not.toContain('secret');
});

test('a client that leaves ends the source, also one that is silent', async () => {
  const stub = createStub();
  const leaving = new AbortController();
  let aborted: (value: unknown) => void;
  const ended = new Promise((resolve) => {
    aborted = resolve;
  });
  stub.sources.ticks = async function* ({ signal }) {
    yield 'one';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    aborted('ended');
  };
  for await (const { event } of follow(stub, 'subscription { ticks }', leaving.signal)) {
    expect(event).toBe('next');
    break;
  }
  leaving.abort();
  expect(await ended).toBe('ended');
  const open = await stub.gateway.metrics.openSubscriptions.get();
  expect(open.values[0]?.value).toBe(0);
});

describe('the results of a source', () => {
  const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const options = () => {
    const calls = { ended: 0 };
    return {
      calls,
      signal: new AbortController().signal,
      run: async (event: unknown) => event,
      failed: (error: unknown) => error,
      ended: () => {
        calls.ended += 1;
      },
    };
  };

  test('return() ends at once while next() is pending', async () => {
    const { calls, ...rest } = options();
    const results = new EventResults(silent, rest);
    const pending = results.next();
    expect(await results.return()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await results.next()).toEqual({ done: true, value: undefined });
    await results.return();
    expect(calls.ended).toBe(1);
  });

  test('an aborted signal ends it as well', async () => {
    const leaving = new AbortController();
    const { calls, ...rest } = options();
    const results = new EventResults(silent, { ...rest, signal: leaving.signal });
    const pending = results.next();
    leaving.abort();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(calls.ended).toBe(1);
  });

  test('a source that is returned to late does not hold anybody up', async () => {
    let returned = 0;
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => {}),
        return: () => {
          returned += 1;
          return new Promise<never>(() => {});
        },
      }),
    };
    const { calls, ...rest } = options();
    await new EventResults(source, rest).return();
    expect(returned).toBe(1);
    expect(calls.ended).toBe(1);
  });
});
