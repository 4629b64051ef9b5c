import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { UnsentBytes } from '../../../src/server/limits/unsent-bytes.ts';
import { askRaw } from '../../e2e/incremental.ts';
import { createStub, type Stub, type StubContext } from '../stub-gateway.ts';
import { partsOf } from './merged.ts';

const ACCEPT = 'multipart/mixed';
const QUERY = '{ hello ... @defer { hang } }';

/** On a busy machine a second may not be enough. */
const waitFor = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });

interface Started {
  stub: Stub;
  url: string;
  /** Resolves to the context of the operation that hangs. */
  hung: Promise<StubContext>;
  /** Ends what hangs. */
  answer: (text: string) => void;
}

const open: Stub[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ gateway }) => gateway.close({ graceMs: 0 })));
});

/** A gateway whose field `hang` waits for the test, or until the operation is aborted. */
async function start(...options: Parameters<typeof createStub>): Promise<Started> {
  const stub = createStub(...options);
  open.push(stub);
  let answer: Started['answer'] = () => {};
  const hung = new Promise<StubContext>((resolve) => {
    stub.hanging = (context) =>
      new Promise((done, failed) => {
        answer = done;
        context.signal.addEventListener('abort', () => failed(context.signal.reason), { once: true });
        resolve(context);
      });
  });
  await stub.gateway.listen();
  return { stub, url: `${stub.gateway.url}/graphql`, hung, answer: (text) => answer(text) };
}

async function operations({ gateway }: Stub): Promise<Record<string, number>> {
  const metric = await gateway.metrics.registry.getSingleMetric('coder_graphql_operations_total')?.get();
  return Object.fromEntries(
    (metric?.values ?? []).map(({ labels, value }) => [`${labels.type} ${labels.code}`, value]),
  );
}

test('a client that goes aborts what is still under way, and the operation is counted once', async () => {
  const { stub, url, hung } = await start();
  const { socket, body } = askRaw(url, 'token', { accept: ACCEPT, query: QUERY });
  await body(/"hasNext":true/);
  const { signal } = await hung;
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  socket.destroy();
  await aborted;
  await waitFor(async () => expect(await operations(stub)).toMatchObject({ 'query ok': 1 }));
  expect(stub.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('a HEAD leaves nothing under way', async () => {
  const { url, hung } = await start();
  const head = await fetch(`${url}?query=${encodeURIComponent(QUERY)}`, {
    method: 'HEAD',
    headers: { accept: ACCEPT },
  });
  expect(head.status).toBe(200);
  await waitFor(async () => expect((await hung).signal.aborted).toBe(true));
});

test('a mutation that has answered is in doubt no more when the rest is late', async () => {
  const { url } = await start({ requestTimeoutMs: 60 });
  const query = 'mutation { makeItem { name ... @defer { hang } } }';
  const payloads = partsOf(await askRaw(url, 'token', { accept: ACCEPT, query }).whole);
  expect(payloads).toEqual([
    { data: { makeItem: { name: 'made' } }, hasNext: true },
    {
      incremental: [
        {
          data: { hang: null },
          path: ['makeItem'],
          errors: [expect.objectContaining({ path: ['makeItem', 'hang'], extensions: { code: 'UPSTREAM_TIMEOUT' } })],
        },
      ],
      hasNext: false,
    },
  ]);
});

test('what never ends is ended a moment after its time', async () => {
  const { stub, url } = await start({ requestTimeoutMs: 60 });
  stub.hanging = () => new Promise(() => {});
  const payloads = partsOf(await askRaw(url, 'token', { accept: ACCEPT, query: QUERY }).whole);
  expect(payloads).toMatchObject([
    { data: { hello: 'hello world' }, hasNext: true },
    { errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT' } }], hasNext: false },
  ]);
});

test('an operation counts as under way until its last part, and no longer when its client is slow', async () => {
  const { url, hung, answer } = await start({}, { maxUnderWay: 1 });
  const first = askRaw(url, 'token', { accept: ACCEPT, query: QUERY });
  await first.body(/"hasNext":true/);
  await hung;
  const refused = await fetch(`${url}?query={hello}`);
  expect(refused.status).toBe(503);
  first.socket.pause();
  // More than the connection takes while nobody reads it.
  answer('x'.repeat(30_000_000));
  await waitFor(async () => expect((await fetch(`${url}?query={hello}`)).status).toBe(200));
});

test('what a client leaves unread is counted until it has gone', async () => {
  const { url, hung, answer } = await start();
  const counting = vi.spyOn(UnsentBytes.prototype, 'count');
  onTestFinished(() => counting.mockRestore());
  const { socket, body } = askRaw(url, 'token', { accept: ACCEPT, query: QUERY });
  await body(/"hasNext":true/);
  await hung;
  socket.pause();
  answer('x'.repeat(30_000_000));
  const [, waiting] = counting.mock.calls[0] ?? [];
  await waitFor(() => expect(waiting?.()).toBeGreaterThan(10_000_000));
  socket.destroy();
  await waitFor(() => expect(waiting?.()).toBe(0));
});

/** Asks as a web-standard server does. */
function fetchFrom({ gateway }: Stub, accept: string): Promise<Response> {
  return gateway.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: QUERY }),
    }),
  );
}

test.each(['multipart/mixed', 'text/event-stream'])(
  'a body that a web-standard server cancels aborts what is still under way: %s',
  async (accept) => {
    const { stub, hung } = await start();
    const response = await fetchFrom(stub, accept);
    const { signal } = await hung;
    expect(signal.aborted).toBe(false);
    await response.body?.cancel();
    expect(signal.reason).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', message: 'The client has gone.' });
    await waitFor(async () => expect(await operations(stub)).toMatchObject({ 'query ok': 1 }));
    expect(stub.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  },
);

test.each(['multipart/mixed', 'text/event-stream'])(
  'a part goes to a web-standard server as soon as it is there: %s',
  async (accept) => {
    const { stub, hung, answer } = await start();
    const response = await fetchFrom(stub, accept);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readTo = async (what: string) => {
      while (!text.includes(what)) {
        const { done, value = '' } = (await reader?.read()) ?? { done: true };
        if (done) break;
        text += value;
      }
    };
    await readTo('"hasNext":true');
    expect(text).toContain('"hello":"hello world"');
    await hung;
    answer('at last');
    await readTo('"hasNext":false');
    expect(text).toContain('at last');
    await reader?.cancel();

    const left = await fetchFrom(stub, accept);
    await left.body?.cancel();
    // Nothing is waited for any more.
    await stub.gateway.close({ graceMs: 60_000 });
  },
);
