import { expect, test } from 'vitest';
import { ask, createStub } from '../../stub-gateway.ts';

test('a request that is no operation leaves a line, without its query', async () => {
  const { gateway, logged } = createStub();
  const asked = async (path: string) => {
    const before = logged.length;
    await gateway.pipeline.fetch(`http://127.0.0.1:4000${path}`, { headers: { 'x-request-id': 'id-1' } });
    return logged.slice(before);
  };
  const line = { msg: 'request', requestId: 'id-1', method: 'GET', durationMs: expect.any(Number) };
  expect(await asked('/nothing?secret=1')).toMatchObject([{ ...line, level: 30, path: '/nothing', status: 404 }]);
  expect(await asked('/healthz')).toMatchObject([{ ...line, level: 20, path: '/healthz', status: 200 }]);
  expect(JSON.stringify(logged)).not.toContain('secret');
});

test('that of an operation is told at debug, beside the line of the operation', async () => {
  const stub = createStub();
  await ask(stub, '{ hello }');
  expect(stub.logged.map(({ level, msg }) => [level, msg])).toEqual([
    [30, 'operation'],
    [20, 'request'],
  ]);
});
