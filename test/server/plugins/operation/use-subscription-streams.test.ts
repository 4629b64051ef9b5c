import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../../src/errors.ts';
import { createStub, type Stub } from '../../stub-gateway.ts';

const MULTIPART = 'multipart/mixed;subscriptionSpec=1.0';

function subscribe({ gateway }: Stub, query: string, accept?: string, init: RequestInit = {}) {
  return gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accept !== undefined && { accept }) },
    body: JSON.stringify({ query }),
    ...init,
  });
}

/** The JSON of each part, as a client takes it: only what a delimiter follows is complete. */
async function parts(response: Response): Promise<unknown[]> {
  const text = await response.text();
  expect(text.endsWith('\r\n--graphql--\r\n')).toBe(true);
  const [preamble, ...found] = text.slice(0, -'--\r\n'.length).split('\r\n--graphql');
  expect(preamble).toBe('');
  expect(found.pop()).toBe('');
  return found.map((part) => {
    const [headers, body] = part.split('\r\n\r\n');
    expect(headers).toBe('\r\nContent-Type: application/json');
    return JSON.parse(body ?? '');
  });
}

async function open({ gateway }: Stub): Promise<number | undefined> {
  return (await gateway.metrics.openSubscriptions.get()).values[0]?.value;
}

describe('a subscription without a fitting Accept', () => {
  test.each([
    'application/json',
    'application/graphql-response+json',
    'multipart/mixed',
    'multipart/mixed;subscriptionSpec=2.0',
    'multipart/mixed;deferSpec=20220824, application/json',
    'text/event-stream;q=0, application/json',
    'image/png',
  ])('is refused before it starts: %s', async (accept) => {
    const stub = createStub();
    let started = 0;
    stub.sources.ticks = async function* () {
      started += 1;
      yield 'one';
    };
    const response = await subscribe(stub, 'subscription { ticks }', accept);
    expect(response.status).toBe(406);
    expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(/text\/event-stream.*multipart\/mixed;subscriptionSpec=1\.0.*WebSocket/),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    expect([started, await open(stub)]).toEqual([0, 0]);
  });

  test('is told first what is wrong with its document', async () => {
    const response = await subscribe(createStub(), 'subscription { nope }', 'application/graphql-response+json');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });
});

describe('the transport', () => {
  test.each([
    [undefined, 'text/event-stream'],
    ['*/*', 'text/event-stream'],
    ['text/event-stream', 'text/event-stream'],
    ['application/json, text/event-stream', 'text/event-stream'],
    [MULTIPART, 'multipart/mixed'],
    ['multipart/mixed; boundary="graphql"; subscriptionSpec="1.0", application/json', 'multipart/mixed'],
    ['Multipart/Mixed;SubscriptionSpec=1.0;q=0.5, text/event-stream', 'text/event-stream'],
    ['text/event-stream;q=0.5, multipart/mixed;subscriptionSpec=1.0', 'multipart/mixed'],
  ])('for %s is %s', async (accept, type) => {
    const stub = createStub();
    stub.sources.ticks = async function* () {
      yield 'one';
    };
    const response = await subscribe(stub, 'subscription { ticks }', accept);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')?.split(';')[0]).toBe(type);
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    await response.text();
    expect(await open(stub)).toBe(0);
  });
});

describe('a multipart subscription', () => {
  test('sends a heartbeat at once, then each result as a payload', async () => {
    const stub = createStub();
    stub.sources.ticks = async function* () {
      yield 'one';
      yield new Error('secret detail');
    };
    const response = await subscribe(stub, 'subscription { ticks }', MULTIPART);
    expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
    expect(await parts(response)).toEqual([
      {},
      { payload: { data: { ticks: 'one in 2' } } },
      { payload: { data: { ticks: null }, errors: [expect.objectContaining({ path: ['ticks'] })] } },
    ]);
  });

  test('sends heartbeats while there is no result', async () => {
    const stub = createStub({}, { keepAliveMs: 5 });
    let finish = () => {};
    stub.sources.ticks = async function* () {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      yield* [];
    };
    const response = await subscribe(stub, 'subscription { ticks }', MULTIPART);
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.split('{}').length > 3) finish();
    }
    expect(text).toMatch(/^(\r\n--graphql\r\nContent-Type: application\/json\r\n\r\n\{\}){3,}\r\n--graphql--\r\n$/);
  });

  test.each([
    ['of a source', 'subscription { ticks }', 'UPSTREAM_UNAVAILABLE', '7'],
    ['of a start', 'subscription { refused }', 'NOT_FOUND', undefined],
    ['of the document', 'subscription { nope }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  ])('ends with the failure %s', async (_, query, code, lastId) => {
    const stub = createStub();
    stub.sources.ticks = async function* () {
      yield* [];
      throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Gone.', { extensions: { lastId } });
    };
    const response = await subscribe(stub, query, MULTIPART);
    expect(response.status).toBe(200);
    expect((await parts(response)).at(-1)).toEqual({
      payload: null,
      errors: [expect.objectContaining({ extensions: { code, ...(lastId && { lastId }) } })],
    });
  });

  test('is refused beyond the cap of connections, with the status of that', async () => {
    const response = await subscribe(createStub({ maxConnections: 0 }), 'subscription { ticks }', MULTIPART);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await parts(response)).toMatchObject([{}, { errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] }]);
  });

  test('leaves queries to other formats', async () => {
    const response = await subscribe(createStub(), '{ hello }', `${MULTIPART}, application/json`);
    expect(await response.json()).toEqual({ data: { hello: 'hello world' } });
  });
});

describe('an event stream', () => {
  test('names behind each event where it ends, whatever the client selects', async () => {
    const stub = createStub();
    stub.sources.ticks = async function* () {
      yield { lastId: 5 };
      yield { lastId: undefined };
      yield { lastId: 2n ** 62n };
      yield 'no log';
    };
    const response = await subscribe(stub, 'subscription { ticks }', 'text/event-stream');
    const events = (await response.text()).split('\n\n').filter((event) => event.startsWith('event: next'));
    expect(events.map((event) => /\nid: (.*)$/.exec(event)?.[1])).toEqual([
      '5',
      undefined,
      '4611686018427387904',
      undefined,
    ]);
  });

  test('names no place behind an event that it could not deliver', async () => {
    const stub = createStub();
    stub.sources.ticks = async function* () {
      yield { lastId: 5 };
    };
    const response = await subscribe(stub, 'subscription { strictly(first: 1) }', 'text/event-stream');
    const text = await response.text();
    expect(text).toContain('"data":null');
    expect(text).not.toContain('id: ');
  });
});

describe('failures', () => {
  test('have one form, whether the field could not begin or broke off', async () => {
    const stub = createStub();
    stub.sources.ticks = async function* () {
      yield* [];
      throw new GatewayError('NOT_FOUND', 'There is no such thing.');
    };
    const [before, after] = await Promise.all(
      ['subscription { refused }', 'subscription { ticks }'].map(async (query) =>
        (await subscribe(stub, query, 'text/event-stream')).text(),
      ),
    );
    const dataOf = (text: string | undefined) => JSON.parse(/data: (.*)/.exec(text ?? '')?.[1] ?? '');
    expect(dataOf(before)).toEqual({
      data: null,
      errors: [{ message: 'There is no such thing.', extensions: { code: 'NOT_FOUND' } }],
    });
    expect(dataOf(before)).toEqual(dataOf(after));
  });
});
