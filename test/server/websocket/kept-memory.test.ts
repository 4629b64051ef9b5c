import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { openSocket, type RawSocket } from '../../raw-socket.ts';
import { createStub, type Stub } from '../stub-gateway.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const SOCKETS = 40;
const FILLER = 240_000;
/** Bytes that all sockets together may keep; the fillers have nearly 10 MB. */
const MAY_KEEP = 4_000_000;

async function serve(): Promise<Stub> {
  const stub = createStub({ sessionToken: 'fallback' });
  stub.sources.ticks = async function* ({ signal }) {
    yield 'one';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  return stub;
}

async function greeted({ gateway }: Stub, payload: object): Promise<RawSocket> {
  const client = await openSocket(`${gateway.url}/graphql`);
  client.send({ type: 'connection_init', payload });
  await client.next('connection_ack');
  return client;
}

function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test('what a socket brings beside its identity is not kept', async () => {
  const stub = await serve();
  await greeted(stub, {});
  const before = heldBytes();
  for (let index = 0; index < SOCKETS; index++) {
    await greeted(stub, { token: null, filler: `${index}${'x'.repeat(FILLER)}` });
  }
  await expect.poll(() => heldBytes() - before).toBeLessThan(MAY_KEEP);
});

test('variables that a running subscription does not declare are not kept', async () => {
  const stub = await serve();
  const client = await greeted(stub, {});
  const before = heldBytes();
  for (let index = 0; index < SOCKETS; index++) {
    const variables = { first: 1, filler: `${index}${'x'.repeat(FILLER)}` };
    const query = 'subscription ($first: Int) { ticks(first: $first) }';
    client.send({ type: 'subscribe', id: String(index), payload: { query, variables } });
    await client.next('next');
  }
  await expect.poll(() => heldBytes() - before).toBeLessThan(MAY_KEEP);
});
